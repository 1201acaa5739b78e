SELECT code, count() AS rows, any(reason) AS example
FROM rejected
ARRAY JOIN codes AS code, reasons AS reason
GROUP BY code
ORDER BY rows DESC, code
