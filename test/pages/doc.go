// Package pages opens the pages in a real browser: with answers made up for states that are rare, and on the real demo.
package pages
