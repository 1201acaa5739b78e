import type zh from './query.zh';

export default {
  lead: 'Any figure, by any dimension and period, compared', form: 'Question', measures: 'Figures', dimensions: 'Broken down by', noDimension: 'not at all: one figure', level: 'Level of regions', below: 'directly below', grain: 'Steps of time', whole: 'the whole period', compare: 'Compare', filters: 'Filters',
  totals: 'Totals (recomputed, not summed)', total: 'Total', moreChoices: 'Order, rows, version…', run: 'Ask', undo: 'Undo', changed: 'changed, not asked yet', unfit: '{n} dimensions do not fit these figures', and: ', ', byWords: ', by {by}', seeField: 'This question has no answer:',
  levels: { PROVINCE: 'provinces', CITY: 'cities', COUNTY: 'counties', TOWN: 'towns', VILLAGE: 'villages', GRID: 'grids' },
  grains: { DAY: 'day', WEEK: 'week', TEN_DAY: 'ten days', MONTH: 'month', QUARTER: 'quarter', HALF_YEAR: 'half-year', YEAR: 'year' },
  period: { anyDay: 'choose any day of the week, Monday to Sunday', week: 'Week', tenDay: 'Ten days', span: 'From–to', from: 'from', to: 'to', recent: '{n} months', thirds: ['days 1–10', 'days 11–20', 'from day 21'] },
  measure: {
    none: 'No figure is chosen', choose: 'Choose figures…', all: 'Choose figures ({count})', find: 'Name, definition, document, code', kinds: 'By kind of record', every: 'All', picked: '{n} chosen', nothing: 'No such figure', ratio: 'ratio', better: { UP: 'higher is better', DOWN: 'lower is better' },
    source: 'From', unfit: 'It has no dimension “{dimension}”, by which the question is broken down or filtered', done: 'Done', up: 'Move {title} up', drop: 'Drop {title}',
  },
  filter: { dimension: 'Dimension of the filter', how: '{title}: is or is not', is: 'is', isNot: 'is not', drop: 'Drop the filter {title}', add: 'Add a filter…', values: 'Choose values', valuesOf: 'Values of {title}', search: 'Find by name or credit code' },
  more: {
    order: 'Order', asGiven: 'usual order', direction: 'Direction', desc: 'largest first', asc: 'smallest first', limit: 'Rows at most', limitHint: '0 means all', all: 'all', tree: 'Regions', MANAGING: 'as run (zones beside counties)', STATUTORY: 'by statute', treeDate: 'regions of the day', version: 'Data version', versionHint: 'the newest unless chosen', newest: 'newest',
    asOf: 'As of', asOfHint: 'the earlier of the end of the period and today unless chosen', asOfUsual: 'end of the period or today', base: ', base', change: ', change', percent: ', percent',
  },
  untilNone: 'There is no data for this period yet: data reach to {until}. Figures that are shown all the same (stocks, rates by deadline) are computed as of its end and tell of no change.', untilPart: 'Data of this period reach to {until} only: later records are still to come, and changes are neither good nor bad.', untilSee: 'See {period}',
  asOf: 'data as of {asOf}', version: 'data version {version} (published {at})', rows: '{n} rows', running: 'the period has not ended: compared to the same day', pinned: 'held at this data version', partial: '* is not whole: some units did not report or some records do not tell', noRows: 'No records fit, so there is no row. Choose another period or region, or drop a filter.',
  showChart: 'Show the chart', hideChart: 'Hide the chart', print: 'Print', share: 'Copy the link', shared: 'Copied: the link opens this question', pin: 'Hold the version', pinHelp: 'Writes data version and day into the link: it will show these figures for good', unpin: 'See the newest data', export: 'Export monthly data', exportHelp: 'To the page of exports: these figures by month, region as recorded, and sector, in bulk', recordsOf: 'Records of {title}, {row}', printed: 'The first {n} of {all} rows are printed; download the table for all',
  csv: { download: 'Download the table (CSV)', code: ' code', state: ' state' },
  axes: 'Each small chart has an axis of its own: read the course, not the height', filtered: ', only {filters}', except: 'not ', among: '{title}: {values}',
  every: 'list values without records, too', now: 'now', base: { PREVIOUS_YEAR: 'last year', YEAR_BEFORE_LAST: 'year before last', PREVIOUS_PERIOD: 'period before' }, largest: 'The chart has the 30 rows with the largest “{title}”; {n} more stand in the table', change: 'Change the question', hide: 'Hide the question',
  gaps: '{n} figures are not known: gaps, not zeros', runningChart: 'the last step of time has not ended', left: 'The chart has the first 30 rows; {n} more stand in the table',
  noChart: { single: 'One row: no chart.', many: 'Too many combinations for a chart that can be read: see the table, or take fewer dimensions or a filter.', unknown: 'No figure is known, so there is no chart; the table says why.', zero: 'All figures that are known are 0: no chart.' },
  text: { title: 'The same question to the interface', form: 'Form', inlined: 'GraphQL', beside: 'GraphQL and variables', curl: 'curl', variables: 'variables', copy: 'Copy', copied: 'Copied', marked: 'The browser does not let pages copy: the text is marked, press Ctrl+C', editor: 'Open in GraphiQL', token: 'The token is not in the line: set ANLAN_TOKEN in the environment.' },
  examples: 'Example questions', moreExamples: 'What else the interface answers (opens in GraphiQL)', ignored: 'Parts of the link are not understood and were left out: {words}',
  fault: {
    noMetric: 'There is no figure “{name}”: choose again.', noDimension: 'There is no dimension “{name}”.', unfit: 'Records of “{fact}” have no “{dimension}”: “{metric}” cannot be broken down or filtered by it. Drop the figure or the dimension.', unseenFact: 'Your token does not see records of “{fact}”: drop their figures.', twice: '“{name}” is chosen twice.',
    noRegion: 'No region has the code “{name}”.', unseenRegion: 'Your token does not see the data of this region ({name}): choose your own.', notBegun: '{period} had not begun on {day}: choose an earlier period.', noVersion: 'There is no data version {version}; the newest is {newest}.', goneVersion: 'Data version {version} is not kept any more: choose another.',
    noColumn: 'The answer has no column “{name}”: change the order.', noValues: 'The filter “{dimension}” needs 1 to 1000 values.', tooLarge: 'This asks for about {figures} figures; at most {most} are answered at once. Take fewer dimensions, coarser steps of time, a shorter period, a smaller region, or export the data.', tooManyRegions: 'That level has {figures} regions: choose a higher level or a smaller region.', tooManyRows: '{figures} values are listed; at most {most} are answered.',
    bad_region: 'The code of the region is wrong.', bad_period: 'The period is wrong; right are 2026-09, 2026Q3, 2026-01..09, 2026-W30.', bad_field: 'This part is wrong.',
  },
} satisfies typeof zh;
