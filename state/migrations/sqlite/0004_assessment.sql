CREATE TRIGGER assessment_document_stays BEFORE UPDATE ON assessment_document BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_document_kept BEFORE DELETE ON assessment_document BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_run_stays BEFORE UPDATE ON assessment_run BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_run_kept BEFORE DELETE ON assessment_run BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_act_stays BEFORE UPDATE ON assessment_act BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_act_kept BEFORE DELETE ON assessment_act BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
