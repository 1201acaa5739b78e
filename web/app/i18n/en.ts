import type zh from './zh';

export default {
  product: 'Anlan',
  slogan: 'Work-safety analytics warehouse',
  pages: { overview: 'Overview', ranking: 'Ranking', map: 'Risk map', bulletins: 'Bulletins', enterprise: 'Enterprise', data: 'Data', export: 'Export', query: 'Query', nowhere: 'No such page' },
  state: {
    PRESENT: '', PARTIAL: 'some units did not report', INCOMPLETE: 'some records do not tell', NOT_REPORTED: 'not reported', NO_DATA: 'no data', NO_DENOMINATOR: 'no denominator',
    NOTHING_DUE: 'nothing due', NOT_RECORDED: 'not recorded', ZERO_BASE: 'base is 0', NO_COMPARISON: 'not comparable',
  },
  against: { PREVIOUS_YEAR: 'YoY', PREVIOUS_PERIOD: 'PoP', YEAR_BEFORE_LAST: 'against the year before last' },
  fault: {
    token: 'A token is needed', forbidden: 'Not permitted', wrong: 'The question is wrong', missing: 'Not found', busy: 'The server is busy', unreachable: 'The server cannot be reached', foreign: 'This is no whole answer of Anlan', broken: 'Something went wrong',
    tokenHelp: 'Enter the token that your administrator gave you.', forbiddenHelp: 'Your token does not see these data; ask your administrator.', wrongHelp: 'Change the choice and try again.', missingHelp: 'It may be gone, or lie outside what you see.',
    busyHelp: 'Try again in a moment; tell your administrator if it stays so.', unreachableHelp: 'Check the network; the server may be restarting.', foreignHelp: 'It may have broken off, or come from a proxy or a login page. Try again; if it stays so, sign in to the network again or tell your administrator.', brokenHelp: 'Try again; tell your administrator if it stays so.', number: ' Add the number below.', requestId: 'Request', again: 'Try again',
    original: '', detail: '',
    facts: { enterprise: 'enterprise', inspection: 'inspection', hazard: 'hazard', training: 'training', accident: 'accident', obligation: 'obligation', denominator: 'denominator', risk_point: 'risk point', public_report: 'public report', assessment_entry: 'assessment entry', assessment_result: 'assessment result', assessment_mark: 'assessment mark' },
    said: {
      unseenFact: 'This needs {fact} records, which your token may not see; ask your administrator.',
      noRegion: 'The data have no region {region}: the code may be wrong, or the region was abolished.', unseenRegion: 'The region {region} lies outside what your token may see.', role: 'Your role ({role}) may not see this.', ranking: 'This ranking is not open to you: you may see rankings within your own area, and the published place of your own region among its peers (by month, quarter, half-year, year or January to a month, of the newest data).',
      unpublished: 'The ranking of {period} is published when its first month is over.', nothingBelow: 'Nothing below {region} can be ranked ({day}).', nothingToRank: '{region} has nothing that this scheme ranks.', notBegun: 'The period {period} has not begun (today is {day}).', noVersion: 'There is no data version {version}; the newest is {newest}.', goneVersion: 'Data version {version} is not kept any more: look at the newest data.',
      noScheme: 'There is no scheme “{name}”.', noSector: 'There is no sector “{name}”.', cannotMark: 'The data cannot be marked by the scheme {name}.', noLevel: 'This scheme assesses no regions: there is no level to choose.', tooMany: '{n} subjects are ranked, too many for so much detail: choose a smaller region.', tooManyEnterprises: '{region} has more than {n} such enterprises: choose a region below it, a sector or a class.',
      mapTooLarge: 'The map has {n} cells, at most {most} are rated at once: choose a smaller area or period, or single sectors.', whatIf: 'You may try figures of your own area only.', noEnterprise: 'There is no enterprise {id}, or it lies outside what you may see.', noWarning: 'The warning is gone, or lies outside what you may see.', warningOver: 'The warning is over: there is nothing to acknowledge.', longRemark: 'A remark has at most {n} characters.', mayNot: 'Your token may not do this: ask the administrator.',
    },
  },
  token: { title: 'Token', keep: 'Remember on this computer', take: 'Enter', leave: 'Leave', enter: 'Token', refused: 'The server does not accept this token: mistyped, revoked or expired.' },
  shell: {
    language: '中文', dark: 'Dark', light: 'Light', menu: 'Menu', skip: 'Skip to content', version: 'Data version', published: 'published', data: 'data until', open: 'Open the menu', close: 'Close the menu', user: 'Signed in as', queries: 'GraphQL',
    newer: 'New data was loaded (version {version}); this page still shows version {shown}.', refresh: 'Refresh', stale: 'The program of the page was updated: reload the browser.', away: 'The server cannot be reached: the page that you want was not read.', lost: 'The page that you want was not read: try again, or reload the browser.', who: '{name} ({role})',
  },
  home: {
    noData: 'No records are loaded yet', noDataHelp: 'The server works, but the warehouse is empty. Ask an operator to load data:', noDataOperator: 'You can load data:', noDataDemo: 'To have a look first (makes and loads invented data):', noDataRun: 'To load the sources that are configured:',
    noDataThen: 'This page says so when data has come.', noDataPage: 'See on the page Data how loading goes', unknown: 'Your token is for the region {region}, which the data do not know: the code may be wrong, or the region was abolished. Tell the administrator.', noRight: 'Your token may not see this page; ask your administrator for the permission {permission}.',
  },
  records: {
    title: 'Records', of: '{title}: {count} records', more: '50 more', none: 'No such records', close: 'Close', all: 'All columns', few: 'Columns with content', yes: 'yes', no: 'no', open: 'Records', version: 'data version {version}',
    period: '{from} to {to}', until: 'until {to}', unknownMetric: 'Records', denied: 'Your token may not see records',
  },
  change: { none: 'no change' },
  severity: { RED: 'red', ORANGE: 'orange', YELLOW: 'yellow', BLUE: 'blue' },
  slow: 'The server is slow; still reading … (no need to press again)',
  pick: { region: 'Region', period: 'Period', kind: 'Kind of period', month: 'Month', cumulative: 'January to', quarter: 'Quarter', half: 'Half-year', year: 'Year', search: 'Name or code', up: 'One level up' },
  empty: 'No data',
  loading: 'Loading…',
  table: 'Table',
  chart: 'Chart',
} satisfies typeof zh;
