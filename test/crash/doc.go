// Package crash kills the real program while it loads and looks at what it left.
package crash
