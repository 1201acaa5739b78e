-- Nothing is added when somebody else took the number at the same moment.
INSERT INTO bulletin_number (series, year, number, kept, bulletin) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
