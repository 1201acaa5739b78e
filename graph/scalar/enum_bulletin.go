package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
)

// MarshalDocumentLanguage writes ZH or EN, null for none.
func MarshalDocumentLanguage(l document.Language) graphql.Marshaler { return upper(l) }

// UnmarshalDocumentLanguage reads ZH or EN; null is none.
func UnmarshalDocumentLanguage(v any) (document.Language, error) {
	return lower[document.Language](v)
}

// MarshalBulletinStage writes DRAFT to VOID.
func MarshalBulletinStage(s dispatch.Stage) graphql.Marshaler { return upper(s) }

// UnmarshalBulletinStage reads DRAFT to VOID; null is none.
func UnmarshalBulletinStage(v any) (dispatch.Stage, error) { return lower[dispatch.Stage](v) }

// MarshalBulletinActKind writes DRAFT to VOID.
func MarshalBulletinActKind(k dispatch.Kind) graphql.Marshaler { return upper(k) }

// UnmarshalBulletinActKind reads DRAFT to VOID.
func UnmarshalBulletinActKind(v any) (dispatch.Kind, error) { return lower[dispatch.Kind](v) }

// MarshalBulletinFormat writes DOCX to JSON.
func MarshalBulletinFormat(f render.Format) graphql.Marshaler { return upper(f) }

// UnmarshalBulletinFormat reads DOCX to JSON.
func UnmarshalBulletinFormat(v any) (render.Format, error) { return lower[render.Format](v) }

// MarshalBulletinFigureRole writes VALUE to COUNT.
func MarshalBulletinFigureRole(r document.Role) graphql.Marshaler { return upper(r) }

// UnmarshalBulletinFigureRole reads VALUE to COUNT.
func UnmarshalBulletinFigureRole(v any) (document.Role, error) { return lower[document.Role](v) }

// MarshalBulletinGapReason writes NOT_WRITTEN to LOST.
func MarshalBulletinGapReason(r bulletin.GapReason) graphql.Marshaler { return upper(r) }

// UnmarshalBulletinGapReason reads NOT_WRITTEN to LOST.
func UnmarshalBulletinGapReason(v any) (bulletin.GapReason, error) {
	return lower[bulletin.GapReason](v)
}

// MarshalBulletinEvent writes ISSUED to DRAFTED.
func MarshalBulletinEvent(e delivery.Event) graphql.Marshaler { return upper(e) }

// UnmarshalBulletinEvent reads ISSUED to DRAFTED.
func UnmarshalBulletinEvent(v any) (delivery.Event, error) { return lower[delivery.Event](v) }

// MarshalBulletinDeliveryState writes WAITING to OVERTAKEN.
func MarshalBulletinDeliveryState(s delivery.State) graphql.Marshaler { return upper(s) }

// UnmarshalBulletinDeliveryState reads WAITING to OVERTAKEN.
func UnmarshalBulletinDeliveryState(v any) (delivery.State, error) { return lower[delivery.State](v) }
