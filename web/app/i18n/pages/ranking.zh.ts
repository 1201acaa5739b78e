export default {
  leaf: '{name}以下没有下级区域，没有可以排名的地区。', leafOwn: '看{name}在同级中的名次和原因',
  level: '层级', below: '直接下级', scheme: '考核方案', usualScheme: '默认方案',
  levels: { COUNTRY: '国家', PROVINCE: '省', CITY: '市', COUNTY: '区县', TOWN: '镇街', VILLAGE: '村居', GRID: '网格' },
  kinds: { REGIONS: '个地区', DEPARTMENTS: '个部门', ENTERPRISES: '家企业' },
  rounded: '数字按两位小数显示，合计按未舍入的数计算，末位可能相差；指向数字可见全部位数。',
  units: { COUNTRY: '个国家', PROVINCE: '个省', CITY: '个市', COUNTY: '个区县', TOWN: '个镇街', VILLAGE: '个村居', GRID: '个网格' },
  print: '打印', csv: '下载表格', whatIf: '假设推演', sure: '名次可靠性', sureOff: '收起可靠性', back: '返回排名',
  sum: {
    count: '{n}{unit}参加考核', first: '第1位', last: '末位', score: '{n}分', grades: '{n}个{grade}', up: '上升最多', upBy: '升{n}位', down: '下降最多', downBy: '降{n}位',
    veto: '一票否决', unranked: '{n}个未排名', none: '没有可以排名的对象', still: '名次没有变化', nothing: '没有上期可比', against: '与{period}相比',
  },
  stage: { INITIAL: '初评', FEEDBACK: '反馈', REVIEW: '申诉复核', APPROVED: '审定', PUBLISHED: '公布', VOID: '作废' },
  status: {
    official: '正式结果 第{n}次', officialAt: '{at}公布，数据截至{asOf}。下表为现在的数据重算', same: '与正式结果一致', differs: '其中{n}个与正式结果不同（表中“正式”一栏）',
    provisional: '暂计', provisionalText: '本期尚未结束，数据截至{asOf}，不是考核结果。', computed: '现算，未公布', computedText: '按现有数据计算，尚无公布的正式结果。', run: '第{n}次运行：{stage}',
    scheme: '{title}（{day}起施行），满分{full}分；数据截至{asOf}，数据版本{version}',
    pinned: '按数据版本{n}', newest: '改看最新数据',
  },
  table: {
    own: '本地区',
    rank: '位次', move: '升降', name: '名称', score: '得分', bar: '得分构成', change: '比上期', grade: '等次', official: '正式', interval: '名次区间', find: '按名称筛选', anyGrade: '全部等次',
    unranked: '未排名', all: '全部', fallers: '只看下降', shown: '显示{n} / {all}', none: '没有符合条件的对象', up: '升{n}位', down: '降{n}位', same: '持平', fresh: '上期未排名', veto: '一票否决', redacted: '原因不公开',
    open: '看{name}的原因', others: '其他', lost: '未得', extra: '加减分', sortUp: '升序', sortDown: '降序', clear: '清除筛选', caption: '考核排名', group: '分组', previousRank: '上期位次', previousScore: '上期得分', noise: '与下一位难分先后',
    keep: '保持等次{n}%', unrankedWhy: '未排名原因', scoreRange: '得分{low}—{high}', more: '展开{n}个未排名的', less: '收起',
  },
  sheet: {
    of: '共{n}个', place: '第{n}位', full: '满分{n}', lost: '失{n}分', canWin: '可挽回{n}分', gone: '已发生、不能挽回{n}分', unclear: '其余{n}分未说明挽回办法',
    redacted: '您的权限看不到这个对象的失分原因，名次和得分是公布的。', missing: '这次排名里没有“{key}”，可能是期间、层级或方案变了。', compare: '与…比较', noCompare: '取消比较',
    why: '为什么变化', noMove: '没有上期可比，不能说明升降。', lines: '失分明细', vetoes: '一票否决', notes: '等次说明', passed: '超过了', passedBy: '被超过', previous: '上一个', next: '下一个',
    document: '依据', began: '本期新增否决', ended: '否决解除', andMore: '等{n}个', winFirst: '最值得抓的三项',
  },
  steps: {
    caption: '得分变化的每一步，合计等于总变化', cause: '由什么引起', before: '上期', after: '本期', change: '变化', total: '合计', rest: '其余{n}项', start: '上期得分', end: '本期得分', parts: '分到{n}项', axis: '横轴不从0起',
    same: '得分没有变化。', chart: '得分由上期到本期', tiny: '小数取舍等{n}步，各不足0.005分', exact: '各步合计 {sum} 分，等于总变化', points: '分', fewer: '只看前几项', all: '看全部{n}步',
  },
  lines: {
    lost: '失分', line: '考核项', given: '得分', figure: '指标值', rule: '怎样扣的', regain: '怎样挽回', full: '未失分的{n}项', notApply: '不适用、已折算的{n}项', records: '看记录', failures: '看失分的记录', allRecords: '全部记录', spread: '原{n}分，折算后', noRegain: '未说明',
    extra: '加分、扣分与修正', none: '没有失分。', sum: '各项得分合计', caption: '失分明细', evidence: '佐证', gone: '不能挽回', entered: '人工评分',
  },
  records: {
    title: '{name}：{line}', failures: '失分的记录', records: '全部记录', count: '共{n}条', equalFigure: '与指标值{n}一致', equalNumerator: '与分子{n}一致', equalDenominator: '与分母{n}一致', equalSum: '各条“{title}”合计{n}，与指标值一致', equalLost: '等于分母减分子：{n}',
    differs: '指标值为{n}，不是按条数计的（如人数、存量或填报数），条数与指标值不必相等',
  },
  compare: { title: '{a} 与 {b} 比较', line: '考核项', difference: '相差', sum: '总分', ahead: '{a}比{b}高{n}分', behind: '{a}比{b}低{n}分', equal: '两者得分相同', caption: '两个对象逐项比较', mostly: '主要差在', chart: '逐项相差的分数', rank: '位次' },
  what: {
    title: '假设推演：{name}', nothing: '只是推演，不保存，也不影响任何结果。', figures: '改指标', numbers: '改细则', add: '加一个参数', reset: '全部复原', result: '推演结果', from: '实际{n}', rescale: '其余分值按比例调整，仍合计满分', unchanged: '拖动滑块，看名次和得分怎样变。', caption: '推演前后的位次和得分', now: '实际', then: '推演后',
    said: '{name}：第{a}位 → 第{b}位，{c}分 → {d}分', noFigures: '没有可以改的指标。', remove: '去掉', subject: '先在表中打开一个对象，就可以改它的指标。', path: { marks: '分值', costs: '每单位扣分', gives: '得分', target: '满分目标', floor: '零分底线', from: '起点分', most: '上限', at_least: '不低于', at_most: '不高于', at: '指标值', below: '低于' }, full_marks: '满分', most_marks: '最高分',
  },
  sureText: '{method}。共抽样{n}次；{k}对相邻名次难分先后（顺序保持不到95%）。供分析参考，不印发。',
};
