SELECT *
FROM (
/*list*/
)
WHERE NOT {paged:Bool}
    OR (-toInt64(version), metric, -toInt64(month), region, sector) > ({after_version:Int64}, {after_metric:String}, {after_month:Int64}, {after_region:String}, {after_sector:String})
ORDER BY version DESC, metric, month DESC, region, sector
LIMIT {limit:UInt32}
