export default {
  lead: '任意指标，按任意维度、期间展开和比较', form: '查询条件', measures: '指标', dimensions: '按什么展开', noDimension: '不展开，只要合计', level: '区划层级', below: '直接下级', grain: '时间粒度', whole: '整个期间', compare: '比较', filters: '筛选',
  totals: '合计行（重新计算，不是相加）', total: '合计', moreChoices: '排序、行数、版本…', run: '查询', undo: '还原', changed: '条件有改动，尚未查询', unfit: '有 {n} 个维度不适用于所选指标，未列出', and: '、', byWords: '（按{by}）', seeField: '这个问题没有回答：',
  levels: { PROVINCE: '省', CITY: '市', COUNTY: '区县', TOWN: '镇街', VILLAGE: '村居', GRID: '网格' },
  grains: { DAY: '日', WEEK: '周', TEN_DAY: '旬', MONTH: '月', QUARTER: '季度', HALF_YEAR: '半年', YEAR: '年' },
  period: { usual: '常用期间', week: '周', tenDay: '旬', span: '起止日期', from: '开始', to: '结束', recent: '近{n}个月', thirds: ['上旬', '中旬', '下旬'] },
  measure: {
    none: '还没有选指标', choose: '选择指标…', all: '选择指标（共 {count} 个）', find: '名称、说明、文件、代码', kinds: '按记录类别', every: '全部', picked: '已选 {n} 个', nothing: '没有这样的指标', ratio: '比率', better: { UP: '越高越好', DOWN: '越低越好' },
    source: '依据', unfit: '没有“{dimension}”这个维度，不能与现在的展开或筛选一起查', done: '选好了', up: '上移 {title}', drop: '去掉 {title}',
  },
  filter: { dimension: '筛选维度', how: '{title}：是或不是', is: '是', isNot: '不是', drop: '去掉筛选 {title}', add: '添加筛选…', values: '选择取值', valuesOf: '{title}的取值', search: '按企业名称或信用代码查找' },
  more: {
    order: '排序', asGiven: '默认次序', direction: '方向', desc: '从大到小', asc: '从小到大', limit: '最多行数', limitHint: '0 为全部', all: '全部', tree: '区划口径', MANAGING: '代管（功能区与区县并列）', STATUTORY: '行政区划', treeDate: '哪天的区划', version: '数据版本', versionHint: '不选为最新', newest: '最新',
    asOf: '数据截至日', asOfHint: '不选为期末与今天中较早的一天', asOfUsual: '期末或今天', base: '基期数', change: '增减', percent: '增幅',
  },
  asOf: '数据截至 {asOf}', version: '数据版本 {version}（{at}发布）', rows: '{n} 行', running: '期间未结束，与比较期的同日相比', pinned: '固定在这个数据版本', partial: '带 * 的数字不完整：部分单位未报送或部分记录未登记', noRows: '没有符合条件的记录，所以没有一行。换一个期间、区划，或去掉筛选再试。',
  showChart: '显示图', hideChart: '不要图', print: '打印', share: '复制链接', shared: '链接已复制，打开就是这个问题', pin: '固定版本', pinHelp: '把数据版本和截至日写进链接：以后打开仍是这些数字', unpin: '改看最新数据', export: '导出月度数据', exportHelp: '到导出页，成批取走这些指标的月度数据（按登记区划、行业）', recordsOf: '{row} {title}的记录', printed: '打印前 {n} 行，共 {all} 行；全部请下载表格',
  csv: { download: '下载表格（CSV）', code: '代码', state: '说明' },
  gaps: '有 {n} 个数字未知，图上留空，不是 0', runningChart: '最后一段时间尚未结束', left: '图中是前 30 行，另有 {n} 行见表',
  noChart: { single: '只有一行，不画图。', many: '组合太多，画图会看不清，请看表；减少维度或加上筛选后再试。', unknown: '没有已知的数字，不画图；原因见表。' },
  text: { title: '用接口问同样的问题', form: '写法', inlined: 'GraphQL', beside: 'GraphQL 与变量', curl: 'curl', variables: '变量', copy: '复制', copied: '已复制', marked: '浏览器不让复制，文字已选中，请按 Ctrl+C', editor: '在 GraphiQL 中打开', token: '令牌不写在命令里：先设环境变量 ANLAN_TOKEN。' },
  examples: '示例问题', moreExamples: '接口还能问什么（在 GraphiQL 中打开）', ignored: '链接里有看不懂的部分，已忽略：{words}',
  fault: {
    noMetric: '没有“{name}”这个指标，请重新选择。', noDimension: '没有“{name}”这个维度。', unfit: '“{fact}”记录没有“{dimension}”，所以“{metric}”不能按它展开或筛选。去掉这个指标或这个维度。', unseenFact: '您的令牌看不到“{fact}”记录，请去掉相关指标。', twice: '“{name}”选了两次。',
    noRegion: '没有代码为“{name}”的区划。', unseenRegion: '您的令牌看不到这个区划（{name}）的数据，请选自己的区划。', notBegun: '{period}在{day}还没有开始，请选更早的期间。', noVersion: '没有数据版本 {version}，最新的是 {newest}。', goneVersion: '数据版本 {version} 已不保留，请选别的版本。',
    noColumn: '答案里没有“{name}”这一列，请改排序。', noValues: '筛选“{dimension}”要有 1 到 1000 个取值。', tooLarge: '这个问题约有 {figures} 个数字，一次最多回答 {most} 个。减少维度，改粗时间粒度，缩短期间，选小一点的区划，或到导出页成批取走。', tooManyRegions: '这一层级有 {figures} 个区划，太多了，请选高一点的层级或小一点的区划。', tooManyRows: '列出了 {figures} 个取值，最多 {most} 个。',
    bad_region: '区划代码写得不对。', bad_period: '期间写得不对，例如 2026-09、2026Q3、2026-01..09、2026-W30。', bad_field: '这一项写得不对。',
  },
};
