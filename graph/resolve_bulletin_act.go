package graph

import (
	"context"

	"anlan/access"
	"anlan/graph/generated"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/safety"
)

// Drafting is what persons do with drafts of bulletins.
type Drafting interface {
	Draft(ctx context.Context, caller access.Caller, r dispatch.Request) (*dispatch.Bulletin, error)
	Refresh(ctx context.Context, doing dispatch.Doing, version uint64) (*dispatch.Bulletin, error)
	Edit(ctx context.Context, doing dispatch.Doing, text dispatch.Text) (*dispatch.Bulletin, error)
	Confirm(ctx context.Context, doing dispatch.Doing, section string, language document.Language) (*dispatch.Bulletin, error)
}

// Signing is what persons do with bulletins that are written.
type Signing interface {
	Override(ctx context.Context, doing dispatch.Doing, check string) (*dispatch.Bulletin, error)
	Review(ctx context.Context, doing dispatch.Doing) (*dispatch.Bulletin, error)
	SendBack(ctx context.Context, doing dispatch.Doing) (*dispatch.Bulletin, error)
	Issue(ctx context.Context, doing dispatch.Doing, issuing dispatch.Issuing) (*dispatch.Bulletin, error)
	Correct(ctx context.Context, doing dispatch.Doing) (*dispatch.Bulletin, error)
	Void(ctx context.Context, doing dispatch.Doing) (*dispatch.Bulletin, error)
}

func (r mutationResolver) DraftBulletin(ctx context.Context, in generated.BulletinDraftInput, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, "", 0, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) {
		request, err := draft(in)
		if err != nil {
			return nil, err
		}
		request.Remark = remark
		return b.Draft(ctx, d.Caller, request)
	})
}

func (r mutationResolver) RefreshBulletin(ctx context.Context, id string, version *int, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) {
		n, err := versionNumber(version)
		if err != nil {
			return nil, err
		}
		return b.Refresh(ctx, d, n)
	})
}

func (r mutationResolver) EditBulletin(ctx context.Context, id, section, language, text string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) {
		return b.Edit(ctx, d, dispatch.Text{Section: section, Language: document.Language(language), Text: text})
	})
}

func (r mutationResolver) ConfirmBulletinText(ctx context.Context, id, section, language string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) {
		return b.Confirm(ctx, d, section, document.Language(language))
	})
}

func (r mutationResolver) OverrideBulletinHold(ctx context.Context, id, check string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) {
		return b.Override(ctx, d, check)
	})
}

func (r mutationResolver) ReviewBulletin(ctx context.Context, id string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) { return b.Review(ctx, d) })
}

func (r mutationResolver) SendBackBulletin(ctx context.Context, id string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) { return b.SendBack(ctx, d) })
}

func (r mutationResolver) IssueBulletin(ctx context.Context, id, signer string, date *safety.Date, number *string, printedOn *safety.Date, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) {
		return b.Issue(ctx, d, dispatch.Issuing{Number: orZero(number), Signer: signer, Date: r.dated(date), PrintedOn: orZero(printedOn)})
	})
}

func (r mutationResolver) CorrectBulletin(ctx context.Context, id string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) { return b.Correct(ctx, d) })
}

func (r mutationResolver) VoidBulletin(ctx context.Context, id string, seen int, remark string) (*generated.BulletinPayload, error) {
	return r.dispatch(ctx, id, seen, remark, func(b Bulletins, d dispatch.Doing) (*dispatch.Bulletin, error) { return b.Void(ctx, d) })
}

// dispatch does what a person decided on a bulletin, and tells why it could not be done.
func (r mutationResolver) dispatch(ctx context.Context, id string, seen int, remark string, act func(Bulletins, dispatch.Doing) (*dispatch.Bulletin, error)) (*generated.BulletinPayload, error) {
	bulletins, caller, err := r.bulletins(ctx)
	var done *dispatch.Bulletin
	if err == nil {
		done, err = act(bulletins, dispatch.Doing{Caller: caller, Bulletin: id, Seen: seen, Remark: remark})
	}
	if err != nil {
		faults, err := faultsOf(err, "")
		return &generated.BulletinPayload{Faults: faults}, err
	}
	return &generated.BulletinPayload{Bulletin: done}, nil
}
