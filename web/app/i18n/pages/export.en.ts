import type zh from './export.zh';

export default {
  make: 'New export', mine: 'My jobs', wait: '{n} not over',
  sets: {
    title: 'Data set', find: 'Find by name, code or column', none: 'No such data set', other: 'Another data set', rows: '{n} rows', all: '{n} data sets', intro: 'First choose the data set to take away:', missing: 'There is no data set “{name}”, or your token does not see it: choose another one.',
    kinds: { RECORD: 'Records in codes', READABLE: 'Records with names', RESULT: 'Assessment results', FIGURE: 'Figures', DIMENSION: 'Dimensions and word lists' },
    kindHelp: { RECORD: 'One row a record, in codes: smallest, for databases', READABLE: 'One row a record, names beside codes: to read as it is', RESULT: 'Published results and marks', FIGURE: 'Figures by month that add up', DIMENSION: 'What codes mean and lie below' },
  },
  columns: {
    title: 'Columns', of: '{n} of {all} columns', all: 'All', key: 'Key only', find: 'Filter columns', name: 'Column', label: 'Title', type: 'Type', unit: 'Unit', from: 'Source', isKey: 'key', sensitive: 'sensitive', denied: 'Sensitive: only administrators may take it, by name', named: 'Sensitive: ticking it names it, and the audit keeps that',
    vocabulary: 'word list {name}', dataSet: 'data set {name}', caption: 'Columns of the data set', more: 'Show all {n} columns', less: 'Show fewer', pick: 'Take column {name}',
  },
  types: { open: ', may be empty', decimal: 'decimal ({places} places)', list: 'list', moment: 'moment', date: 'date', bool: 'yes/no', integer: 'integer', float: 'float', text: 'text' },
  rows: {
    title: 'Rows', region: 'Region', anyRegion: 'All that I may see', sector: 'Sector', anySector: 'All sectors', period: 'Period', when: { all: 'All time', period: 'Period', days: 'From and to' }, by: 'by “{column}”', from: 'From', to: 'To', tree: 'By the statutory tree (usually the managing one)',
    order: 'Order', orderHelp: 'none is the fastest', byKey: 'by the key', unordered: 'none', asc: 'ascending', desc: 'descending', addOrder: 'Another column', limit: 'Rows at most', limitHelp: 'empty: all', noPlace: 'This data set has no regions, sectors or days: use a condition below.', noDate: 'This data set has no days.', version: 'of data version {n}', newest: 'take the newest data',
  },
  where: {
    title: 'Condition', placeholder: 'for example {example}', help: 'Names of columns are completed. Enter takes it, Shift+Enter begins a line.', build: 'Add one by one', column: 'Column', operator: 'Comparison', value: 'Value', add: 'Add', clear: 'Clear the condition', suggestions: 'Suggestions', at: 'line {line}, character {column}: ', and: 'and', or: 'or', join: 'To what is there',
    operators: { eq: 'is', ne: 'is not', gt: 'above', ge: 'at least', lt: 'below', le: 'at most', like: 'contains', in: 'is one of', has: 'has', null: 'is empty', known: 'is not empty', }, yes: 'yes', no: 'no', several: 'commas between values',
  },
  faults: {
    title: 'This cannot be asked', early: 'It ends too early.', column: 'There is no column “{name}”. ', near: 'Did you mean {names}?', full: '“{sign}” is a full-width sign: use the plain one.', quote: '“{sign}” is no quote here: texts stand in \'…\'.', open: 'A quote or bracket has no partner.', stray: '“{sign}” does not belong here. Texts stand in \'…\'.', sensitive: 'It has sensitive columns, which your token may not take: leave them out.',
    period: 'There is no such period: choose again.', region: 'There is no such region: choose again.', outside: 'It lies outside what you may see: choose within your own.', workbook: 'More rows than a workbook holds ({rows}): narrow the question, or take CSV or Parquet.', quota: 'The server has not enough room for the job: ask for less, or delete jobs that are used up.', open_jobs: 'You have too many jobs that are not over: wait for one or cancel one.', disk: 'The disk of the server is too full: ask for less, delete jobs, or tell your administrator.',
    at: { columns: 'Columns', order: 'Order', where: 'Condition', region: 'Region', tree: 'Tree', sector: 'Sector', period: 'Period', from: 'From', to: 'To', limit: 'Rows at most', version: 'Data version', format: 'Format', compression: 'Compression', charset: 'Characters', bom: 'BOM' },
  },
  format: {
    title: 'Format', compression: 'Compression', charset: 'Characters of CSV',
    names: { parquet: 'Parquet', xlsx: 'Excel workbook', csv: 'CSV', arrow: 'Arrow stream', arrow_file: 'Arrow file', jsonl: 'JSON lines' },
    help: {
      parquet: 'smallest, with all types; for pandas, polars, DuckDB, Power BI', xlsx: 'opens in Excel; real dates and numbers, a sheet of explanations', csv: 'every program reads it, and has to guess the types', arrow: 'read while it comes: the fastest into programs, with all types', arrow_file: 'also Feather 2: random access, memory mapping', jsonl: 'a JSON object a line, for scripts; most read decimals as floats',
    },
    compressions: { ZSTD: 'smallest, for newer programs', NONE: 'none: every program reads it', LZ4: 'fastest, middling size', SNAPPY: 'old programs (Power BI) know it', GZIP: 'small, slow to write' },
    charsets: { utf8: 'UTF-8', bom: 'UTF-8 with BOM', gb18030: 'GB 18030' }, charsetHelp: { utf8: 'for programs', bom: 'Excel opens it by a double click', gb18030: 'for Excel 2003 and other old programs' },
    sheets: 'More than {n} rows become several sheets.', most: 'Here a workbook holds {n} rows.', leading: 'Of CSV Excel drops zeros in front of codes: a workbook keeps them.',
  },
  size: {
    title: 'How large', rows: 'Rows', most: 'at most', bytes: 'Size', time: 'Time', parts: 'In', partsOf: '{n} file(s)', version: 'Data version', about: 'about {n}', slow: 'at 100 Mbit/s', paced: 'at the pace of the last download', none: 'No such rows', inexact: 'counting takes too long: no more rows than this',
    now: 'Download now', job: 'Make a job', nowHelp: 'written while it is read; a break means from the start', jobHelp: 'made on the server by months, goes on after a break', kept: 'kept for {time}', adviseNow: 'It is small: download it now.', adviseJob: 'It is large: better make a job.', noStream: 'The browser has to hold it in memory (over HTTPS it writes to the disk): better make a job.', made: 'The job is made', same: 'The same job was there', wrong: 'First mend what is marked',
  },
  time: { second: 'a second', seconds: '{n} seconds', minutes: '{n} minutes', hours: '{n} hours' },
  preview: { title: 'Preview', of: 'the first {n} rows', none: 'No such rows', null: 'empty', nullHelp: 'empty: the source does not say', audit: 'a preview is an export and stands in the audit', },
  code: { title: 'Code to copy', intro: 'For exactly the choice above; the token comes from ANLAN_TOKEN and never stands in the code.', open: 'For exactly the choice above; this server asks for no token.', newest: 'It takes the newest data when it runs; choose a data version to get the same each time.', copy: 'Copy', copied: 'Copied', failed: 'The browser does not allow it: select and copy', flight: 'The host is that of this page; behind a proxy ask your administrator.', token: 'Put your token in place of TOKEN; credentials: anonymous.', link: 'Copy a link to this page', },
  downloads: {
    title: 'Downloads', asking: 'waiting for the server…', reading: 'coming', proving: 'checking', done: 'complete', broken: 'not complete, thrown away', cancelled: 'cancelled', of: '{done} of about {all}', ofExact: '{done} of {all}', speed: '{n}/s', left: '{time} left', cancel: 'Cancel', again: 'Download again', dismiss: 'Take off the list', disk: 'on the disk', memory: 'in the browser’s folder of downloads', proven: 'SHA-256 is that of the server', unproven: 'as many bytes as the server wrote', whole: 'the transfer came to its end', resumed: 'went on after a break', rows: '{n} rows', clear: 'Clear those that are over',
    cut: 'It broke off after {at}.', refused: 'not fetched', reconnecting: 'broken off, trying again…', brokenHelp: 'The file did not come whole, and no half of it is left. Try again; where lines break often, make a job, which goes on where it broke.',
  },
  jobs: {
    none: 'No jobs yet. Large data sets are made as jobs: files on the server, which can be fetched again after a break.', intro: 'Jobs make files on the server, which go when their time is over.', states: { QUEUED: 'waiting', RUNNING: 'running', DONE: 'done', FAILED: 'failed', CANCELLED: 'cancelled', EXPIRED: 'expired' },
    created: 'made', expires: 'until', left: '{time} left', version: 'version {n}', parts: '{done} of {all} files', rows: '{n} rows', files: 'Files', file: 'File', size: 'Size', count: 'Rows', sha: 'SHA-256', get: 'Download', manifest: 'Manifest', manifestHelp: 'proves that no file is missing or changed', all: 'Download all into a folder', allOne: 'Download all, one by one', script: 'Copy a script that fetches all', cancel: 'Cancel', delete: 'Delete', deleteSure: 'Delete this job and its files?', cancelSure: 'Cancel this job? Its files go too.', yes: 'Yes', no: 'No',
    again: 'Make again', againHelp: 'ask for the same once more', columns: '{n} columns', why: { EXPIRED: 'Its time is over and its files are gone; it can be made again.', CANCELLED: 'It was cancelled and its files are gone; it can be made again.', QUEUED: 'It is tried again.', RUNNING: '' }, later: 'version {n} is there', edit: 'Change', editHelp: 'take the question back to “New export”', failed: 'It was not made', more: 'Earlier ones', everything: 'everything', close: 'Close', deleted: 'Deleted', caption: 'Files of the job', ordered: 'order {order}', limited: 'at most {n} rows', gone: 'There is no such job; it may be deleted', day: '{n} days', hour: '{n} hours', folder: '{n} files are in the folder “{name}”', folderPart: '{done} of {all} files came; once more fetches those that are missing',
  },
} satisfies typeof zh;
