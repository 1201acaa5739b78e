CREATE FUNCTION assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'results of assessments are never changed';
END $$;
CREATE TRIGGER assessment_document_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_document FOR EACH STATEMENT EXECUTE FUNCTION assessment_stays();
CREATE TRIGGER assessment_run_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_run FOR EACH STATEMENT EXECUTE FUNCTION assessment_stays();
CREATE TRIGGER assessment_act_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_act FOR EACH STATEMENT EXECUTE FUNCTION assessment_stays();

-- Acts are numbered without a gap. What is published can only be ended, as it stands; what is void stays so. A number that is taken
-- is the business of ON CONFLICT.
CREATE FUNCTION assessment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT 1 FROM assessment_act WHERE run = NEW.run AND number = NEW.number)
		AND (NEW.number <> 1 + (SELECT count(*) FROM assessment_act WHERE run = NEW.run)
			OR EXISTS (SELECT 1 FROM assessment_act WHERE run = NEW.run
				AND (stage = 'void' OR stage = 'published' AND (NEW.stage <> 'void' OR NEW.document <> document))))
	THEN
		RAISE EXCEPTION 'results of assessments are never changed';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER assessment_act_fits BEFORE INSERT ON assessment_act FOR EACH ROW EXECUTE FUNCTION assessment_fits();
