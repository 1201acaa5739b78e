SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{kept}%'
