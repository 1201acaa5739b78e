package main

import "context"

func (b *bench) serve(context.Context) error { return nil }
