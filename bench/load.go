package main

import "context"

func (b *bench) load(context.Context) error { return nil }
