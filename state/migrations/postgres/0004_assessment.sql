CREATE FUNCTION assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'results of assessments are never changed';
END $$;
CREATE TRIGGER assessment_document_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_document FOR EACH STATEMENT EXECUTE FUNCTION assessment_stays();
CREATE TRIGGER assessment_run_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_run FOR EACH STATEMENT EXECUTE FUNCTION assessment_stays();
CREATE TRIGGER assessment_act_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_act FOR EACH STATEMENT EXECUTE FUNCTION assessment_stays();
