SELECT run, file, row, run_row, {outcome:String}, '', {by_whom:String}, {why:String}, [], [], now64(6)
FROM rejected
