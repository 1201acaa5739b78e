export default {
  asOf: '数据截至 {asOf}', running: '期间未结束，与去年同期、上期同日比较', version: '版本 {version}',
  toHome: '回到我的地区和最近一期', hidden: '您的令牌看不到：{titles}', comma: '、', beyond: '这一期间还没有任何记录：数据截至 {until}。以前记录的状况（如逾期隐患、持证率）不推算到本期。', ownUnranked: '本地区未排名：', allUnranked: '都未排名：{why}',
  unjudged: '数据刚刚发布，预警还在评判，三分钟内刷新',
  figures: '主要数字', records: '记录', recordsOf: '{title}的记录', partial: '* 部分单位未报送或部分记录未登记，数字是已知部分', money: '元的金额按大小显示为万元、亿元，指向数字可见精确值',
  certification: '持证率', principal: '主要负责人', manager: '安管人员', special: '特种作业',
  standing: '考核等次与排名', rank: '第 {rank} 名', of: '共 {count} 个', score: '{score} 分', up: '上升 {n} 位', down: '下降 {n} 位', same: '位次不变', newly: '无上期位次', provisional: '期间未结束，不是最终结果',
  noPeers: '本级没有可比的同级地区', own: '本地区在同级中', below: '下辖地区', best: '靠前', worst: '靠后', toRanking: '查看排名', against: '与{period}比', unranked: '无得分', noBelow: '没有下辖地区参加排名',
  whyMoved: '为什么', leaf: '{name}以下没有参加考核的地区。', acknowledge: '签收', acknowledgeOf: '签收：{title}', acknowledgeTitle: '签收预警', acknowledgeHelp: '签收表示已知悉并安排处置，不会解除预警；情况加重时会重新待签收。', remark: '处置意见（可不填）', cancel: '取消', acknowledgedNow: '已签收：{title}', loseRemark: '写的处置意见还没有提交，确定放弃？',
  decisions: '待处置预警', decisionsNone: '没有待处置的预警', decisionsNow: '目前，未签收', counts: '{word} {count}', moreAlerts: '另有 {count} 条', since: '{at} 起',
  late: '数据迟报', lateUnits: '未报事项', lateNone: '应报事项都已报送', lateSources: '来源系统', sourcesFine: '各来源系统按时更新', outages: '加载异常', outage: '{subject}：{kind}，{since} 起', arrived: '报送率 {rate}', sourceUntil: '各来源最新记录', failure: '失败', stale: '未按时运行',
  trends: '近 12 个月', trendAccidents: '事故起数与死亡人数', trendHazards: '发现与验收销号隐患', trendRate: '按期整改率与报送率', trendWork: '检查次数与立案数', month: '月份', short: { accidents_counted: '事故', deaths_counted: '死亡', hazards_found: '发现', hazards_verified: '销号', inspections: '检查', cases_opened: '立案', hazard_on_time_rate: '按期整改', obligation_report_rate: '事项报送' }, empty: '这个地区在这一期间没有任何数据',
};
