CREATE FUNCTION bulletin_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'bulletins are never changed';
END $$;
CREATE TRIGGER bulletin_document_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON bulletin_document FOR EACH STATEMENT EXECUTE FUNCTION bulletin_stays();
CREATE TRIGGER bulletin_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON bulletin FOR EACH STATEMENT EXECUTE FUNCTION bulletin_stays();
CREATE TRIGGER bulletin_act_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON bulletin_act FOR EACH STATEMENT EXECUTE FUNCTION bulletin_stays();
CREATE TRIGGER bulletin_number_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON bulletin_number FOR EACH STATEMENT EXECUTE FUNCTION bulletin_stays();

-- Acts are numbered without a gap. Nothing is issued without a number. What was issued can only be superseded or ended, as it
-- stands; what was superseded or is void stays so. A number that is taken is the business of ON CONFLICT.
CREATE FUNCTION bulletin_act_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin AND number = NEW.number)
		AND (NEW.number <> 1 + (SELECT count(*) FROM bulletin_act WHERE bulletin = NEW.bulletin)
			OR NEW.stage = 'issued' AND NOT EXISTS (SELECT 1 FROM bulletin_number WHERE bulletin = NEW.bulletin)
			OR NEW.stage = 'superseded' AND NOT EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin AND stage = 'issued')
			OR EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin
				AND (stage IN ('void', 'superseded') OR stage = 'issued' AND (NEW.stage NOT IN ('void', 'superseded') OR NEW.document <> document))))
	THEN
		RAISE EXCEPTION 'bulletins are never changed';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER bulletin_act_fits BEFORE INSERT ON bulletin_act FOR EACH ROW EXECUTE FUNCTION bulletin_act_fits();

-- A number that is counted here is the next of its series and year.
CREATE FUNCTION bulletin_number_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT 1 FROM bulletin_number WHERE series = NEW.series AND year = NEW.year AND number = NEW.number OR bulletin = NEW.bulletin)
		AND (NEW.number < 1 OR NEW.kept = 1 AND NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM bulletin_number WHERE series = NEW.series AND year = NEW.year))
	THEN
		RAISE EXCEPTION 'bulletins are never changed';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER bulletin_number_fits BEFORE INSERT ON bulletin_number FOR EACH ROW EXECUTE FUNCTION bulletin_number_fits();
