package warehouse

import "context"

// keepCorrections writes down, before the change becomes version number, which figures of months that are over it changes. Rows
// of a version that was never published are left over from a change that failed after this: they go first, and nobody sees
// them meanwhile.
func (u *Update) keepCorrections(ctx context.Context, number uint64) error {
	conn := u.w.conn
	var left uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM correction WHERE version >= {version:UInt64}", named("version", number)).Scan(&left); err != nil {
		return faultOf(ctx, "read the corrections", err)
	}
	if left > 0 {
		if err := conn.Exec(ctx, "DELETE FROM correction WHERE version >= {version:UInt64}", named("version", number)); err != nil {
			return faultOf(ctx, "drop corrections of a version that is none", err)
		}
	}
	if u.run == "" {
		return nil // no load: the rollup was built anew from the same records
	}
	known, first, err := u.comparisons(ctx, u.w.Today().YearMonth().Prev())
	if err != nil {
		return err
	}
	into := "INSERT INTO correction (version, run, at, metric, month, region, sector, before, after)\nSELECT {version:UInt64}, {run:String}, {at:DateTime64(3, 'Asia/Shanghai')}, metric, month, region, sector, before, after\nFROM (\n"
	about := []any{named("version", number), named("run", u.run), named("at", u.w.Now().In(beijing).Format("2006-01-02 15:04:05.000"))}
	for _, c := range known {
		if err := conn.Exec(ctx, into+c.cells("month, region, sector", c.sides())+"\n)", c.args(about...)...); err != nil {
			return faultOf(ctx, "keep the corrections of "+c.fact, err)
		}
	}
	for _, c := range first {
		if err := conn.Exec(ctx, into+c.firsts()+"\n)", c.args(about...)...); err != nil {
			return faultOf(ctx, "keep the first figures of "+c.fact, err)
		}
	}
	return nil
}
