CREATE TRIGGER bulletin_document_stays BEFORE UPDATE ON bulletin_document BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_document_kept BEFORE DELETE ON bulletin_document BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_stays BEFORE UPDATE ON bulletin BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_kept BEFORE DELETE ON bulletin BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_act_stays BEFORE UPDATE ON bulletin_act BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_act_kept BEFORE DELETE ON bulletin_act BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_number_stays BEFORE UPDATE ON bulletin_number BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
CREATE TRIGGER bulletin_number_kept BEFORE DELETE ON bulletin_number BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;

-- INSERT OR REPLACE would take the old row away without asking the triggers on deletion. What is there already stays; the program
-- is told that nothing was added.
CREATE TRIGGER bulletin_document_once BEFORE INSERT ON bulletin_document
WHEN EXISTS (SELECT 1 FROM bulletin_document WHERE sha256 = NEW.sha256 OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER bulletin_once BEFORE INSERT ON bulletin
WHEN EXISTS (SELECT 1 FROM bulletin WHERE id = NEW.id OR case_key = NEW.case_key AND number = NEW.number OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER bulletin_act_once BEFORE INSERT ON bulletin_act
WHEN EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin AND number = NEW.number OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER bulletin_number_once BEFORE INSERT ON bulletin_number
WHEN EXISTS (SELECT 1 FROM bulletin_number WHERE series = NEW.series AND year = NEW.year AND number = NEW.number OR bulletin = NEW.bulletin OR rowid = NEW.rowid)
BEGIN SELECT RAISE(IGNORE); END;

-- Acts are numbered without a gap. Nothing is issued without a number. What was issued can only be superseded or ended, as it
-- stands; what was superseded or is void stays so.
CREATE TRIGGER bulletin_act_fits BEFORE INSERT ON bulletin_act
WHEN NOT EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin AND number = NEW.number)
	AND (NEW.number != 1 + (SELECT count(*) FROM bulletin_act WHERE bulletin = NEW.bulletin)
		OR NEW.stage = 'issued' AND NOT EXISTS (SELECT 1 FROM bulletin_number WHERE bulletin = NEW.bulletin)
		OR NEW.stage = 'superseded' AND NOT EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin AND stage = 'issued')
		OR EXISTS (SELECT 1 FROM bulletin_act WHERE bulletin = NEW.bulletin
			AND (stage IN ('void', 'superseded') OR stage = 'issued' AND (NEW.stage NOT IN ('void', 'superseded') OR NEW.document != document))))
BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;

-- A number that is counted here is the next of its series and year.
CREATE TRIGGER bulletin_number_fits BEFORE INSERT ON bulletin_number
WHEN NOT EXISTS (SELECT 1 FROM bulletin_number WHERE series = NEW.series AND year = NEW.year AND number = NEW.number OR bulletin = NEW.bulletin)
	AND (NEW.number < 1 OR NEW.kept = 1 AND NEW.number != 1 + (SELECT coalesce(max(number), 0) FROM bulletin_number WHERE series = NEW.series AND year = NEW.year))
BEGIN SELECT RAISE(ABORT, 'bulletins are never changed'); END;
