// Package pages opens the built pages in a real browser.
package pages
