// Package timetable makes drafts of bulletins by the calendar: on the so-manieth working day after a period, once each, also after
// the server was away, and also when several servers would.
package timetable
