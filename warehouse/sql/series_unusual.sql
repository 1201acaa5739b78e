-- How unusual the last value of each monthly series is, given the months before it. The season and the trend of those
-- (seriesDecomposeSTL, a year of 12 months) say what was to be expected; how far the last value is off is measured in
-- interquartile ranges beyond the nearer quartile of the remainders (Tukey's fences). The last month takes no part in the
-- decomposition: with two to five years it would hide itself in season and trend.
WITH
    arrayJoin(arrayZip({numbers:Array(UInt32)}, {series:Array(Array(Float64))})) AS one,
    if({logarithm:Bool}, arrayMap(v -> log(v + 1), one.2), one.2) AS scaled,
    seriesDecomposeSTL(arrayPopBack(scaled), 12) AS parts,
    toFloat64(parts[2][-1]) + toFloat64(parts[1][-12]) AS expectation,
    arrayReduce('quantilesExactInclusive(0.25, 0.75)', arrayMap(r -> toFloat64(r), parts[3])) AS quartiles,
    greatest(quartiles[2] - quartiles[1], {narrowest:Float64}) AS spread,
    scaled[-1] - expectation AS deviation,
    [expectation, expectation + quartiles[1] - {fence:Float64} * spread, expectation + quartiles[2] + {fence:Float64} * spread] AS levels,
    if({logarithm:Bool}, arrayMap(l -> greatest(exp(l) - 1, 0), levels), levels) AS usual,
    -- a count varies by chance alone: about by its square root
    {counted:Bool} AND abs(one.2[-1] - usual[1]) < 3 * sqrt(greatest(usual[1], 1)) AS chance
SELECT one.1 AS number, usual[1] AS expected, usual[2] AS low, usual[3] AS high,
    multiIf(chance, 0., deviation > quartiles[2], (deviation - quartiles[2]) / spread, deviation < quartiles[1], (deviation - quartiles[1]) / spread, 0.) AS score
