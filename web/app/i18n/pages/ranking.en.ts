import type zh from './ranking.zh';

export default {
  leaf: 'Nothing lies below {name} that could be ranked.', leafOwn: 'The place of {name} among its peers, and why',
  level: 'Level', below: 'Directly below', scheme: 'Scheme', usualScheme: 'Usual scheme',
  levels: { COUNTRY: 'Country', PROVINCE: 'Provinces', CITY: 'Cities', COUNTY: 'Counties', TOWN: 'Towns', VILLAGE: 'Villages', GRID: 'Grids' },
  kinds: { REGIONS: ' regions', DEPARTMENTS: ' departments', ENTERPRISES: ' enterprises' },
  rounded: 'Shown to two places and added up unrounded: the last place may differ. Point at a number for all of its places.',
  units: { COUNTRY: ' countries', PROVINCE: ' provinces', CITY: ' cities', COUNTY: ' counties', TOWN: ' towns', VILLAGE: ' villages', GRID: ' grids' },
  print: 'Print', csv: 'Download table', whatIf: 'What if', sure: 'How sure', sureOff: 'Hide how sure', back: 'Back to the ranking',
  sum: {
    count: '{n}{unit} assessed', first: 'First', last: 'Last', score: '{n} marks', grades: '{n} {grade}', up: 'Rose most', upBy: 'up {n}', down: 'Fell most', downBy: 'down {n}',
    veto: 'Veto', unranked: '{n} not ranked', none: 'nobody can be ranked', still: 'no rank changed', nothing: 'nothing to compare with', against: 'Against {period}',
  },
  stage: { INITIAL: 'computed', FEEDBACK: 'sent out', REVIEW: 'appeals', APPROVED: 'approved', PUBLISHED: 'published', VOID: 'void' },
  status: {
    official: 'Official result, run {n}', officialAt: 'Published {at}, data until {asOf}. The table is computed anew from present data', same: 'and agrees with it', differs: '{n} differ from it (column “Official”)',
    provisional: 'Provisional', provisionalText: 'The period is still running; data until {asOf}. This is no result.', computed: 'Computed, not published', computedText: 'From present data; no official result is published.', run: 'Run {n}: {stage}',
    scheme: '{title} (in force from {day}), {full} marks; data until {asOf}, data version {version}',
    pinned: 'Data version {n}', newest: 'Show the newest data',
  },
  table: {
    own: 'own',
    rank: 'Rank', move: 'Moved', name: 'Name', score: 'Score', bar: 'Made up of', change: 'Change', grade: 'Grade', official: 'Official', interval: 'Rank interval', find: 'Filter by name', anyGrade: 'All grades',
    unranked: 'Not ranked', all: 'All', fallers: 'Only those that fell', shown: '{n} of {all} shown', none: 'Nobody fits', up: 'up {n}', down: 'down {n}', same: 'same', fresh: 'no rank before', veto: 'Veto', redacted: 'reasons not public',
    open: 'Why: {name}', others: 'Others', lost: 'not earned', extra: 'Bonus and deductions', sortUp: 'ascending', sortDown: 'descending', clear: 'Clear filters', caption: 'Ranking', group: 'Group', previousRank: 'Rank before', previousScore: 'Score before', noise: 'order to the next is within noise',
    keep: 'keeps its grade in {n}%', unrankedWhy: 'Why not ranked', scoreRange: 'score {low} to {high}', more: 'Show the {n} not ranked', less: 'Hide',
  },
  sheet: {
    of: 'of {n}', place: 'Rank {n}', full: 'of {n}', lost: '{n} lost', canWin: '{n} can be won back', gone: '{n} cannot: it has happened', unclear: 'nothing is said of {n}',
    redacted: 'You may not see why this subject lost marks; its rank and score are public.', missing: '“{key}” is not in this ranking: period, level or scheme may have changed.', compare: 'Compare with…', noCompare: 'End comparison',
    why: 'Why it moved', noMove: 'There is nothing before to compare with.', lines: 'Lost marks', vetoes: 'Vetoes', notes: 'About the grade', passed: 'Passed', passedBy: 'Passed by', previous: 'Previous', next: 'Next',
    document: 'From', began: 'New veto', ended: 'Veto ended', andMore: ' and others, {n} in all', winFirst: 'Most worth doing',
  },
  steps: {
    caption: 'Every step of the change; they add up to it', cause: 'Due to', before: 'Before', after: 'Now', change: 'Change', total: 'Sum', rest: '{n} others', start: 'Score before', end: 'Score now', parts: 'in {n} lines', axis: 'The axis does not begin at 0',
    same: 'The score did not change.', chart: 'From the score before to the score now', tiny: '{n} roundings of less than 0.005 marks each', exact: 'The steps add up to {sum}, the whole change', points: ' marks', fewer: 'Fewer', all: 'All {n} steps',
  },
  lines: {
    lost: 'Lost', line: 'Line', given: 'Given', figure: 'Figure', rule: 'How', regain: 'What wins it back', full: '{n} lines with all marks', notApply: '{n} lines that do not apply', records: 'Records', failures: 'Records that lost the marks', allRecords: 'All records', spread: '{n} in the scheme, spread to', noRegain: 'not said',
    extra: 'Bonuses, deductions, corrections', none: 'No marks lost.', sum: 'Sum of all lines', caption: 'Lost marks by line', evidence: 'Evidence', gone: 'cannot be won back', entered: 'marked by people',
  },
  records: {
    title: '{name}: {line}', failures: 'Records that lost the marks', records: 'All records', count: '{n} records', equalFigure: 'equal to the figure {n}', equalNumerator: 'equal to the numerator {n}', equalDenominator: 'equal to the denominator {n}', equalSum: '“{title}” adds up to {n}, the figure', equalLost: 'denominator less numerator: {n}',
    differs: 'The figure is {n}; it does not count records (persons, a stock, a stated number), so the two need not agree',
  },
  compare: { title: '{a} and {b}', line: 'Line', difference: 'Difference', sum: 'Score', ahead: '{a} is {n} marks ahead of {b}', behind: '{a} is {n} marks behind {b}', equal: 'Both have the same score', caption: 'Two subjects line by line', mostly: 'Mostly by', chart: 'Difference by line', rank: 'Rank' },
  what: {
    title: 'What if: {name}', nothing: 'Only a thought: nothing is stored, no result changes.', figures: 'Figures', numbers: 'Scheme', add: 'Add a number', reset: 'Undo all', result: 'What it would be', from: 'real {n}', rescale: 'The other marks share the rest', unchanged: 'Move a slider to see rank and score change.', caption: 'Rank and score, real and supposed', now: 'Real', then: 'What if',
    said: '{name}: rank {a} → {b}, score {c} → {d}', noFigures: 'No figure can be changed.', remove: 'Remove', subject: 'Open a subject in the table to change its figures.', path: { marks: 'marks', costs: 'cost of one', gives: 'gives', target: 'target', floor: 'floor', from: 'from', most: 'at most', at_least: 'at least', at_most: 'at most', at: 'at', below: 'below' }, full_marks: 'Full marks', most_marks: 'Highest score',
  },
  sureText: '{method}. {n} draws; the order of {k} neighbours is within noise (kept in fewer than 95 %). For analysis, not for print.',
} satisfies typeof zh;
