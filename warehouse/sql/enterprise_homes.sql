-- Where the enterprises of the region asked about lie. Two systems may know one enterprise; what was only named by records
-- knows its place least.
SELECT toString(id), toString(argMin(region, (system = {provisional:String}, system)) AS home)
FROM enterprise
WHERE _partition_id IN {parts:Array(String)} AND /*which*/
GROUP BY id
HAVING home IN (SELECT descendant FROM below)
