SELECT id, at, who, action, subject, detail FROM audit WHERE subject = $1 ORDER BY at, id
