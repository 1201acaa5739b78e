// Package home says where a caller is at home and which month to look at first: what a page is about that nobody told.
package home
