_partition_id IN {parts:Array(String)}
    AND (system IN {systems:Array(String)} OR empty({systems:Array(String)}) AND system IN (SELECT DISTINCT system FROM %[3]s))
    AND (NOT {by_region:Bool} OR region IN (SELECT DISTINCT region FROM %[2]s))
    AND (NOT {in_region:Bool} OR region IN {regions:Array(String)})
    AND (NOT {by_period:Bool} OR if({from:String} != '', %[1]s BETWEEN toDateOrZero({from:String}) AND toDateOrZero({to:String}),
        toYYYYMM(%[1]s) BETWEEN (SELECT toYYYYMM(min(%[1]s)) FROM %[2]s) AND (SELECT toYYYYMM(max(%[1]s)) FROM %[2]s)))
