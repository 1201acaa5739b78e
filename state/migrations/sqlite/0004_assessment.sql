CREATE TRIGGER assessment_document_stays BEFORE UPDATE ON assessment_document BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_document_kept BEFORE DELETE ON assessment_document BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_run_stays BEFORE UPDATE ON assessment_run BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_run_kept BEFORE DELETE ON assessment_run BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_act_stays BEFORE UPDATE ON assessment_act BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
CREATE TRIGGER assessment_act_kept BEFORE DELETE ON assessment_act BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;

-- INSERT OR REPLACE would take the old row away without asking the triggers on deletion. What is there already stays; the program
-- is told that nothing was added.
CREATE TRIGGER assessment_document_once BEFORE INSERT ON assessment_document
WHEN EXISTS (SELECT 1 FROM assessment_document WHERE sha256 = NEW.sha256 OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER assessment_run_once BEFORE INSERT ON assessment_run
WHEN EXISTS (SELECT 1 FROM assessment_run WHERE id = NEW.id OR case_key = NEW.case_key AND number = NEW.number OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER assessment_act_once BEFORE INSERT ON assessment_act
WHEN EXISTS (SELECT 1 FROM assessment_act WHERE run = NEW.run AND number = NEW.number OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;

-- Acts are numbered without a gap. What is published can only be ended, as it stands; what is void stays so.
CREATE TRIGGER assessment_act_fits BEFORE INSERT ON assessment_act
WHEN NOT EXISTS (SELECT 1 FROM assessment_act WHERE run = NEW.run AND number = NEW.number)
	AND (NEW.number != 1 + (SELECT count(*) FROM assessment_act WHERE run = NEW.run)
		OR EXISTS (SELECT 1 FROM assessment_act WHERE run = NEW.run
			AND (stage = 'void' OR stage = 'published' AND (NEW.stage != 'void' OR NEW.document != document))))
BEGIN SELECT RAISE(ABORT, 'results of assessments are never changed'); END;
