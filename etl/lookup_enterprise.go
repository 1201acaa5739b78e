package etl

import (
	"context"
	_ "embed"
	"fmt"

	"anlan/warehouse"
)

// enterpriseColumn is the column of a record that names an enterprise, and the fact that knows them.
const enterpriseColumn = "enterprise"

// UnknownEnterprise is the code of a row whose enterprise is none that was loaded, where the pipeline asks for that.
const UnknownEnterprise = unknownPrefix + enterpriseColumn

// unknownEnterprise is SQL that is true for a text that is the id of no enterprise; "" where the pipeline does not ask.
func (b *plan) unknownEnterprise(m Mapping) string {
	if m.Column.Name != enterpriseColumn || m.Unknown == "" {
		return ""
	}
	return "isNotNull(t_" + enterpriseColumn + ") AND t_" + enterpriseColumn + " NOT IN (SELECT id FROM enterprise WHERE _partition_id IN " +
		b.args.add(append([]string{}, b.dims.version.Partitions(enterpriseColumn)...), "Array(String)") + ")"
}

var (
	//go:embed sql/enterprise_create.sql
	enterpriseCreateSQL string
	//go:embed sql/enterprise_replaced.sql
	enterpriseReplacedSQL string
)

// createUnknown makes provisional entries for what the loaded rows name and the lists do not have.
func (r *run) createUnknown(ctx context.Context, u *warehouse.Update, work string) error {
	if len(r.created) > 0 {
		if err := u.AddProvisional(ctx, r.created); err != nil {
			return err
		}
	}
	m, mapped := r.pipeline.Mapping(enterpriseColumn)
	if !mapped || m.Unknown != CreateUnknown {
		return nil
	}
	fact, _ := warehouse.FactNamed(enterpriseColumn)
	enterprises, err := r.warehouse.CreateWork(ctx, fact, r.id)
	r.tables = append(r.tables, enterprises)
	if err != nil {
		return err
	}
	if err := r.conn.Exec(ctx, fmt.Sprintf(enterpriseCreateSQL, enterprises, work), named("parts", append([]string{}, u.Base.Partitions(fact.Name)...)),
		named("system", warehouse.ProvisionalSystem), named("run", r.id)); err != nil {
		return fmt.Errorf("create enterprises: %w", err)
	}
	_, err = u.Merge(ctx, fact, enterprises)
	return err
}

// replaceProvisional lists, among what leaves, the provisional enterprises that the load brings as real ones.
func (r *run) replaceProvisional(ctx context.Context, base *warehouse.Version, work, leaving string) error {
	if r.pipeline.Fact.Name != enterpriseColumn {
		return nil
	}
	err := r.conn.Exec(ctx, fmt.Sprintf(enterpriseReplacedSQL, leaving, work), named("parts", append([]string{}, base.Partitions(enterpriseColumn)...)), named("system", warehouse.ProvisionalSystem))
	if err != nil {
		return fmt.Errorf("replace provisional enterprises: %w", err)
	}
	return nil
}

// deletes reports that a run may take records out.
func (p *Pipeline) deletes() bool {
	return p.Deletes != nil || p.Fact.Name == enterpriseColumn
}
