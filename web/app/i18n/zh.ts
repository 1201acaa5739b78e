/** The words that every page needs; those of one page alone are in pages/. en.ts has the same keys. */
export default {
  product: '安澜',
  slogan: '安全生产监管数据仓库',
  pages: { overview: '总览', ranking: '考核排名', map: '风险地图', bulletins: '调度通报', enterprise: '企业画像', data: '数据', export: '导出', query: '查询', nowhere: '没有这个页面' },
  state: {
    PRESENT: '', PARTIAL: '部分单位未报送', INCOMPLETE: '部分记录未登记', NOT_REPORTED: '未报送', NO_DATA: '无数据', NO_DENOMINATOR: '无分母',
    NOTHING_DUE: '无应办事项', NOT_RECORDED: '未登记', ZERO_BASE: '基期为0', NO_COMPARISON: '无法比较',
  },
  against: { PREVIOUS_YEAR: '同比', PREVIOUS_PERIOD: '环比', YEAR_BEFORE_LAST: '前年同比' },
  fault: {
    token: '需要令牌', forbidden: '没有权限', wrong: '问题有误', missing: '没有找到', busy: '服务器忙', unreachable: '连不上服务器', foreign: '收到的不是本系统的完整回答', broken: '出错了',
    tokenHelp: '请输入管理员发给您的令牌。', forbiddenHelp: '您的令牌看不到这些数据，请向管理员申请。', wrongHelp: '请更改选择后再试。', missingHelp: '它可能已被删除，或不在您的范围内。',
    busyHelp: '稍候再试；如果一直如此，请告诉管理员。', unreachableHelp: '请检查网络；服务器可能正在重启。', foreignHelp: '它可能中途断开，或来自代理、上网登录页。请再试一次；如果一直如此，请重新登录网络，或告诉管理员。', brokenHelp: '请再试一次；如果一直如此，请告诉管理员。', number: '请一并告诉他下面的编号。', requestId: '编号', again: '再试一次',
    original: '服务器原文（英文）：', detail: '技术信息：',
    facts: { enterprise: '企业', inspection: '检查', hazard: '隐患', training: '培训', accident: '事故', obligation: '应报事项', denominator: '基数', risk_point: '风险点', public_report: '举报', assessment_entry: '考核评分录入', assessment_result: '考核结果', assessment_mark: '考核得分明细' },
    said: {
      unseenFact: '这里要用{fact}数据，您的令牌看不到；请向管理员申请。',
      noRegion: '数据中没有区划 {region}：代码可能有误，或它已撤并。', unseenRegion: '区划 {region} 不在您的令牌的范围内。', role: '您的角色（{role}）不能查看这项内容。', ranking: '这个排名不对您开放：可以查看您辖区内的排名，以及您的地区在同级中公布的名次（按月、季度、半年、年或1—N月，最新数据）。',
      unpublished: '{period}的排名在其第一个月结束后才公布。', nothingBelow: '{region}以下没有可以排名的地区（{day}）。', nothingToRank: '{region}没有可以按这个方案排名的对象。', notBegun: '期间 {period} 还没有开始（今天 {day}）。', noVersion: '没有数据版本 {version}，最新为 {newest}。', goneVersion: '数据版本 {version} 已不保留，请改看最新数据。',
      noScheme: '没有考核方案“{name}”。', noSector: '没有行业领域“{name}”。', cannotMark: '现有数据不能按方案 {name} 计分。', noLevel: '这个方案考核的不是地区，没有层级可选。', tooMany: '参加排名的有 {n} 个，一次取不出这么多细节：请选小一些的区域。', tooManyEnterprises: '{region}内这样的企业超过 {n} 家：请选下级区域、行业或分级。',
      mapTooLarge: '地图要评定 {n} 格，一次最多 {most} 格：请缩小区域、期间或只看个别行业。', whatIf: '您只能推演自己辖区的指标。', noEnterprise: '没有企业 {id}，或它不在您的范围内。', noWarning: '这条预警已不存在，或不在您的范围内。', warningOver: '这条预警已经解除，不需要签收。', longRemark: '备注最多 {n} 字。', mayNot: '您的令牌不能做这件事，请向管理员申请。',
    },
  },
  token: { title: '令牌', keep: '在这台电脑上记住', take: '进入', leave: '退出', enter: '令牌', refused: '服务器不认可这个令牌：可能输错、已停用或已过期。' },
  shell: {
    language: 'English', dark: '深色', light: '浅色', menu: '菜单', skip: '跳到正文', version: '数据版本', published: '发布于', data: '数据截至', open: '打开菜单', close: '收起菜单', user: '当前用户', queries: 'GraphQL',
    newer: '已加载新数据（版本 {version}），本页仍是版本 {shown} 的数字。', refresh: '刷新', stale: '页面程序已更新，请刷新浏览器。', away: '连不上服务器，所需的页面没有读到。', lost: '所需的页面没有读到：请再试一次，或刷新浏览器。', who: '{name}（{role}）',
  },
  home: {
    noData: '还没有加载任何记录', noDataHelp: '服务器正常，但数据仓库是空的。请让运维人员加载数据：', noDataOperator: '您可以加载数据：', noDataDemo: '先看看样子（生成演示数据并加载）：', noDataRun: '加载配置好的数据源：',
    noDataThen: '加载完成后本页会提示刷新。', noDataPage: '到“数据”页查看加载情况', unknown: '您的令牌的范围是区划 {region}，数据中没有这个区划：代码可能有误，或它已撤并。请告诉管理员。', noRight: '您的令牌不能查看这一页，请向管理员申请权限：{permission}。',
  },
  records: {
    title: '记录', of: '{title}：共 {count} 条', more: '再读 50 条', none: '没有这样的记录', close: '关闭', all: '显示全部列', few: '只显示有内容的列', yes: '是', no: '否', open: '查看记录', version: '数据版本 {version}',
    period: '期间 {from} 至 {to}', until: '截至 {to}', unknownMetric: '记录', denied: '您的令牌不能查看记录',
  },
  change: { none: '持平' },
  severity: { RED: '红色', ORANGE: '橙色', YELLOW: '黄色', BLUE: '蓝色' },
  slow: '服务器较慢，仍在读取……（不必重复点击）',
  pick: { region: '行政区划', period: '期间', kind: '期间类型', month: '月', cumulative: '1—N月', quarter: '季度', half: '半年', year: '年', search: '名称或代码', up: '上一级' },
  empty: '没有数据',
  loading: '正在读取…',
  table: '表格',
  chart: '图表',
};
