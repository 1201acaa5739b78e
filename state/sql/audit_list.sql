SELECT id, at, who, action, subject, detail FROM audit ORDER BY at DESC, id DESC LIMIT $1
