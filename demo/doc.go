// Package demo writes source files that look like a province's: enterprises, inspections, hazards, training, accidents,
// obligations and denominators of Shandong's counties over three years, in Anlan's own record layout (docs/records.md).
//
// Everything in them is invented. The names of regions and the words are real; the weights of counties, the quality of
// their work and every event are drawn from a seed, and enterprises carry names such as 示例-桓台-化工-0001 so that none is
// taken for a real one. The same seed gives the same bytes.
//
// Some rows are wrong on purpose, each in exactly one way, and the generator knows how many: its [Truth] says what a
// warehouse must answer once the files are loaded, and [Check] compares.
package demo
