/** The words of the risk map. */
export default {
  letter: { RED: '红', ORANGE: '橙', YELLOW: '黄', BLUE: '蓝', UNKNOWN: '无', NO_DATA: '无' },
  grade: { RED: '重大风险', ORANGE: '较大风险', YELLOW: '一般风险', BLUE: '低风险', UNKNOWN: '数据不足', NO_DATA: '尚无数据' },
  range: { from: '指数≥{from}', between: '{from}≤指数＜{to}', below: '指数＜{to}' },
  index: '风险指数', points: '分', inherent: '固有风险', dynamic: '动态风险', area: '区域', colour: '颜色', why: '为什么', whyOf: '{name}：为什么是这个颜色',
  trail: '上级区域', sector: '行业领域', allSectors: '全部行业', month: '月份', before: '上一月', after: '下一月',
  layer: '图层', risk: '四色风险', grid: '网格密度', map: '{name}风险分布图', gridMap: '{name}网格密度图', areas: '各区域风险（由重到轻）', legend: '图例', thresholds: '阈值出自', inForce: '{day}起施行',
  help: '点区域进入下一级，右键或表中“为什么”看原因；键盘：回车进入，空格看原因。', helpLeaf: '{name}以下没有下级区域的数据，这里只评定它自己；没有边界数据，以方块表示。点方块看原因。', describe: '{name}，{letter}，{grade}，风险指数{index}', describeNone: '{name}，{grade}，未评定',
  count: '{n}个', inside: '进入{name}', noShape: '以下区域没有边界数据，以方块列出；颜色和字母的含义与地图相同。', hatched: '斜线：数据不足或尚无数据，不评定颜色，不等于低风险',
  point: '圆点：功能区或位置仅约略可知的区域，不画边界',
  matrix: '区域 × 行业矩阵', matrixHelp: '每格为该区域该行业的风险：字母为颜色，数字为指数；点格子看原因。', all: '全部行业',
  reasons: '{name}：主要成因', factors: '因素', factor: '因素', score: '得分', weight: '权重', contribution: '计入指数', rule: '计算', sectors: '行业', enterprises: '企业', share: '占比', records: '查看记录',
  attributed: '指数中{points}分来自可以落到行业和企业的记录，其余来自比率和未做的事。', noEnterprises: '没有可以落到企业的记录，或您无权查看记录。', overrides: '直接提级', atLeast: '至少为{grade}', byIndex: '按指数为{grade}',
  history: '近12个月', ranking: '看考核排名', enter: '进入该区域', onlySector: '只看该行业', close: '关闭',
  asOf: '数据时点 {day}', version: '版本 {n}', running: '期间未结束', model: '模型', gcj: '坐标系GCJ-02，边界仅供示意',
  gridMeasure: '密度指标', gridNote: '六边形仅表示密度，不是考核或责任单元。', located: '{all}家企业中{located}家有坐标，其余不在任何六边形内。', gridTable: '六边形明细（由多到少，最多50个）', place: '中心位置', gridNone: '无', registerToday: '企业名录为当前状态。',
};
