export default {
  stage: { DRAFT: '拟稿', REVIEWED: '核稿', ISSUED: '签发', SUPERSEDED: '已更正', VOID: '作废' },
  stageIs: { DRAFT: '拟稿中', REVIEWED: '已核稿，待签发', ISSUED: '已签发', SUPERSEDED: '已被更正', VOID: '已作废' },
  language: { ZH: '中文', EN: '英文' },
  list: {
    below: '含下级地区', caption: '调度通报', find: '标题、文号、签发人', anyKind: '全部种类', anyStage: '全部状态', anyYear: '全部年份', kind: '种类', stage: '状态', year: '年份', here: '只看{place}', everywhere: '全部地区', scope: '地区范围',
    title: '标题', number: '文号', period: '期间', region: '地区', date: '日期', who: '经办', state: '待办', drafted: '{at} 起草', issued: '{day} 成文', signer: '签发：{name}', drafter: '起草：{name}', nth: '第{n}次', correction: '更正稿', noNumber: '未编号',
    more: '再读 {n} 份', count: '{n} 份', countMore: '已读 {n} 份，还有更多', searched: '已查 {n} 份通报', reading: '正在查更早的…', clear: '清除筛选', onlyPeriod: '只看 {period}', allPeriods: '不限期间',
    held: '{n} 项校验不通过', gaps: '{n} 处待写', ready: '可以核稿', toSign: '等待签发',
    none: '{place}还没有通报', nonePeriod: '{place}{period}还没有通报', noneFilter: '没有符合条件的通报', noneHelp: '第一份通报由安委办起草：系统按选定的期间汇总数据、写好各部分，人来补写“工作要求”，再核稿、签发。',
    noneDraft: '点“起草”选择种类和期间；也可以在服务器上用命令：', noneAsk: '您的令牌不能起草。请安委办（角色 office）起草，签发后在这里就能看到。', hidden: '您只能看到已签发的通报。', draft: '起草', draftOf: '起草{period}的通报', newer: '较新', older: '较旧',
  },
  draft: {
    title: '起草通报', kind: '种类', period: '期间', region: '地区', sector: '行业领域', remark: '备注（可不填）', take: '起草', cancel: '取消', doc: '用途', basis: '依据', languages: '文字', calendar: '定时拟稿', day: '期后第{n}个工作日 {time}', never: '不定时',
    what: '将生成什么', composed: '按最新数据写好各部分和附表，每个数字都能点开看来源。', written: '标明“由人撰写”的部分（如工作要求）留给您写。', newest: '用最新的数据版本{version}；数据只到期间中途的，写明截至哪一天。', one: '同一种类、地区、期间同时只有一份有效的通报。',
    there: '已经有一份：{title}（{stage}）', open: '打开它', correctIt: '已签发的要改，请在那一份里点“更正”。', children: '这一种通报按下级地区各起草一份，请选具体的下级地区。', level: '这一种通报不适用于{level}。', noPeriod: '没有适合的期间',
    failed: '没有起草成', fault: { bad_request: '这个期间或地区现在不能起草，多半是数据还没有到。', conflict: '同一事项已经有一份通报。', forbidden: '您的令牌不能起草这个地区的通报：要有起草权限，并能看到该地区的全部记录。', not_found: '没有这个地区或种类。', other: '服务器没有接受。' },
    working: '正在汇总数据、撰写各部分…', said: '已起草', pickSector: '请选择行业领域',
  },
  levels: { COUNTRY: '国家', PROVINCE: '省', CITY: '市', COUNTY: '区县', TOWN: '镇街', VILLAGE: '村居', GRID: '网格' },
  one: {
    act: '去办理', back: '返回列表', missing: '没有这份通报，或它不在您的范围内', missingHelp: '它可能还没有签发，或属于别的地区。', print: '打印', pdf: 'PDF', word: 'Word', reading: '正在排版…', paper: '通报正文，按打印的样子', noContent: '您的令牌只能知道这份通报已签发，不能看正文：正文会点到企业和隐患，需要查看记录的权限（read_records）。',
    moved: '别人刚刚处理过这份通报。', refresh: '看新的', case: '同一事项的通报', language: '文字', original: '看签发时的原件', marked: '看加标记的', asOf: '数据版本{version}，统计截至{day}', edit: '改写', tabs: '办理通报', supersedes: '更正了', supersededBy: '已被更正为', because: '更正原因', section: '转到这一部分', link: '打开',
  },
  tab: { paper: '正文', work: '办理', text: '文稿', files: '文件', acts: '经过', compare: '对照' },
  work: {
    returned: '{who}在{at}退回：', now: '现状', next: '下一步', gaps: '还要补的', holds: '数据校验不通过，暂不能核稿', held: '{who}已放行：{why}', none: '没有要补的，数据校验也都通过。',
    draft: { write: '把下面列出的补齐，就可以核稿。', review: '文稿齐了。通读一遍，没有问题就核稿；核稿后不能再改，只能退回。', wait: '文稿齐了，等有核稿权限的人核稿。', waitWrite: '安委办正在写，写好核稿后由领导签发。' },
    reviewed: { sign: '已核稿。请通读正文，同意就签发；要改就退回并说明原因。', wait: '已核稿，等领导签发。要改请退回。', waitOnly: '已核稿，等领导签发。' },
    issued: { said: '{signer}签发，{day}成文，{number}。内容不再改变。', wrong: '发现错误可以更正：起草新的一份，附更正对照表，签发时代替这一份。', correcting: '更正稿正在办理：' },
    superseded: '已由更正后的通报代替；这一份保持签发时的样子。', void: '已作废，只供查阅；用过的文号不再使用。', voidWhy: '作废原因：{why}',
    gap: { NOT_WRITTEN: '还没有人写', UNREAD: '写好后数字变了，请确认或改写', LOST: '引用的数字已不存在，请改写' }, gapOf: '“{section}”（{language}）', write: '去写', rewrite: '改写', confirm: '确认仍然成立', confirmed: '已确认', seeChange: '看变了什么',
    refresh: '更新数据', refreshHelp: '用最新数据重新汇总；人写的文字保留，引用的数字自动更新。', refreshed: '已用最新数据更新', changed: '上次更新改变了{n}个数字', nothing: '数字没有变化', review: '核稿通过', isReviewed: '已核稿', sendBack: '退回', sentBack: '已退回拟稿', issue: '签发…', correct: '更正…', makeVoid: '作废…',
    voided: '已作废', override: '带理由放行…', overridden: '已放行', heldHelp: '先请运维人员修正数据，再点“更新数据”；确认数据可用的，有核稿权限的人可以说明理由放行。', onlyWho: '您可以查看，不能办理这一步。', busy: '正在办理…', mine: '未保存的文字', mineHelp: '这台电脑上有您没保存的文字：', go: '继续写',
  },
  reason: {
    SEND_BACK: { title: '退回拟稿', help: '退回后可以再改，改好重新核稿。', label: '退回原因（必填，经办人看得到）', go: '退回' },
    VOID: { title: '作废这份通报', help: '作废后不能恢复，也不能再改；用过的文号不再使用。同一事项可以重新起草。', label: '作废原因（必填，会留在办理经过里）', go: '作废' },
    CORRECT: { title: '更正已签发的通报', help: '会用最新数据起草新的一份，保留人写的文字，并附更正对照表；签发新的一份时，这一份同时变为“已更正”，两份都能查到。', label: '更正原因（必填，会印在更正通报的开头）', go: '起草更正稿' },
    OVERRIDE: { title: '带理由放行', help: '您对这项数据负责：理由、姓名和时间会留在办理经过里。数据更新后查出别的问题，会再次拦住。', label: '放行理由（必填）', go: '放行' },
    REVIEW: { title: '核稿通过', help: '核稿后不能再改，只能退回。系统会先试排版，确认打印得出来。', label: '备注（可不填）', go: '核稿通过' },
    cancel: '取消', need: '请写明原因',
  },
  issue: {
    title: '签发通报', signer: '签发人', signerHelp: '印在正文上的姓名', date: '成文日期', dateHelp: '签发的那一天，在 {from} 与今天之间', number: '发文字号', printedOn: '印发日期', printedHelp: '最晚在今天之后15天；不填就与成文日期同一天', kept: '将编为 {number}（由系统连续编号）', first: '本年第一份；接着纸面登记簿编的，填第一个号', registry: '由本单位登记簿给号，填号数', taken: '{number} 已经用过',
    final: '签发后不能再改的', finals: { text: '全文、附表和其中每个数字', number: '发文字号 {number}', sign: '签发人 {signer}，成文日期 {date}', files: '{n}个文件（{formats}），逐字节保存', send: '按名单发给收件人' }, supersedes: '同时，原通报 {number} 变为“已更正”。', read: '我已通读正文，同意签发', go: '签发', cancel: '取消', working: '正在排版并保存 {n} 个文件，可能要一两分钟，请等它完成。', done: '已签发：{number}',
    need: { signer: '请填签发人', date: '请选成文日期', early: '不能早于数据截至日 {from}', late: '不能晚于今天', number: '请填号数', read: '请先通读正文并勾选', printed: '印发日期应在成文日期当天至今天后15天之间' }, year: '年份按成文日期',
  },
  trouble: {
    REFRESH: '没有更新成', EDIT: '没有保存', CONFIRM: '没有确认成', OVERRIDE: '没有放行', REVIEW: '没有核稿', SEND_BACK: '没有退回', ISSUE: '没有签发', CORRECT: '没有起草更正稿', VOID: '没有作废', RESEND: '没有重发', DRAFT: '没有起草',
    conflict: '别人在您打开之后处理过这份通报，所以您这一步没有做。先看看变了什么，再决定。', since: '期间有人做了：', look: '看新的', said: '服务器的说明：', close: '知道了', wrong: '通报没有变化。请按说明改正后再试。', unreachable: '网络不通，通报可能没有变化。连上后点“看新的”确认。', busy: '服务器忙，稍候再试。', forbidden: '您的令牌不能做这一步。', token: '令牌已失效，请重新输入。', broken: '服务器出错，通报没有变化；请把编号告诉管理员。', missing: '没有找到它，可能已不在您的范围内。',
  },
  text: {
    intro: '各部分的文字由系统按数据写好，可以改写；改写过的以人写的为准。', written: '由人撰写', required: '必须写', byHand: '人写的', composed: '系统写的', leftOut: '不印出：统计到 {day}，没有够列入这一部分的内容', unjudged: '预警从系统首次评判起才有，更早的没有评判过，不等于没有。', empty: '还没有写', opening: '（开头）', unnamed: '（{name}，无标题）', edit: '改写', write: '撰写', view: '看文字', hide: '收起', stale: '数字变了',
    staleHelp: '写好之后，下面的数字变了。文字仍然成立就确认，不成立就改写。', before: '写时', after: '现在', gone: '已没有', words: '系统拟的文字换了说法', confirm: '确认仍成立', figure: '数字', readOnly: '已{stage}，不能再改', unsaved: '有未保存的文字', of: '{n}处数字',
  },
  edit: {
    title: '{section}（{language}）', close: '关闭', save: '保存', saving: '正在保存…', saved: '已保存', back: '恢复系统写的', backAsk: '恢复后，人写的这一段文字就没有了。', composed: '系统写的', take: '填入', takeAsk: '填入会代替编辑框里现有的文字。', insert: '插入数字', find: '按名称找数字', noFigure: '没有这样的数字', heading: '小标题', tables: '插入表或图', preview: '印出来的样子', raw: '看标记', chips: '看数字', label: '这一部分的文字',
    help: '一行一段；“## ”开头是小标题。带底色的是数据中的数字：随数据更新，不能手改，可以移动或删除。', chip: '“{text}”是{label}', source: '看来源', unknown: '数据中没有这个数字，保存前请删掉', table: '〔表：{name}〕', chart: '〔图：{name}〕', restored: '已恢复您{at}没保存的文字。', discard: '丢弃，看已保存的', dirty: '未保存；已暂存在这台电脑上', notKept: '未保存；这台电脑存不下，离开前请保存', clean: '已保存的文字',
    leave: '有未保存的文字。离开后它还暂存在这台电脑上，下次打开会恢复。要离开吗？', stay: '留下', go: '离开', nothing: '没有改动', empty: '空着保存，就恢复系统写的文字；由人撰写的部分会变回“还没有写”。',
    conflict: '这一部分刚被别人改过，您的文字没有保存，仍在下面的编辑框里。', theirs: '现在保存着的', mine: '您写的', overwrite: '用我的代替', useTheirs: '用现在的，丢弃我的', merge: '对照着改好再保存', moved: '通报已不在拟稿（{stage}），不能保存。您的文字还在，可以复制。', copy: '复制我的文字', copied: '已复制', remote: '打开之后，{who}在{at}也改过这一部分。',
  },
  files: {
    stored: '签发时保存的文件，逐字节不变。', printed: '取的时候现排，带“{mark}”标记；签发后才有定稿。', name: '文件', size: '大小', get: '下载', appendix: '附数字来源（另排，不是签发的那一份）', original: '签发时的原件（不加标记）', sha: 'SHA-256', now: '现排', failed: '没有取到：', formats: { DOCX: 'Word 公文', PDF: 'PDF', HTML: '网页', MD: 'Markdown', XLSX: '数据表 Excel', JSON: '数据 JSON' }, preparing: '正在取…', marks: { DRAFT: '草稿', REVIEWED: '草稿', SUPERSEDED: '已更正', VOID: '已作废', ISSUED: '' },
  },
  sent: {
    title: '发送', none: '没有要发送的：没有配置收件人，或这份通报不在他们的范围内。', event: { ISSUED: '签发', VOIDED: '作废', DRAFTED: '起草' }, state: { WAITING: '待发', SENT: '已送达', GIVEN_UP: '放弃', OVERTAKEN: '已过时' }, at: '{at} 送达', next: '下次 {at}', planned: '{at} 列入', tries: '试了{n}次', again: '重发', all: '全部重发', done: '已列入重发', gone: '名单上已没有', answer: '对方答复',
  },
  acts: {
    DRAFT: '起草', REFRESH: '更新数据', EDIT: '改写“{section}”', CONFIRM: '确认“{section}”', REVIEW: '核稿', SEND_BACK: '退回', OVERRIDE: '放行 {check}', ISSUE: '签发', VOID: '作废', SUPERSEDE: '被更正', version: '数据版本{n}', number: '{number}，{signer}签发，{date}', by: '更正后的通报', calendar: '定时拟稿', none: '没有记录', drafts: '起草过程只对经办人公开。',
  },
  compare: {
    why: '更正说明', changes: '上次更新数据改变了什么', from: '数据版本{from} → {to}', none: '没有更新过数据', same: '数字和文字都没有变化', figures: '数字', texts: '文字', figure: '数字', before: '原来', after: '现在', corrected: '更正对照表', bases: '对比期数字后来有更正', printed: '印在', with: '与哪一份对照', pick: '选择一份', of: '{a} 与 {b} 的差别', first: '同一事项只有这一份，没有可对照的。', absent: '未列示', sections: '有变化的部分：{list}', more: '再看{n}个', corrigendum: '更正对照表', other: '也可以选同一种类别的期间',
  },
  figure: {
    query: { overall: '本期', cumulative: '累计', by_type: '分类型', by_sector: '分行业', by_region: '分地区', cumulative_by_sector: '累计分行业', cumulative_by_region: '累计分地区', work: '检查执法', work_by_region: '分地区检查', hazards: '隐患', training: '培训', overdue: '逾期重大隐患', ranking: '考核排名', alerts: '预警', reports: '报送', trend: '走势' },
    title: '这个数字从哪里来', printed: '印出', exact: '精确值', meaning: '含义', region: '地区', period: '期间', asOf: '统计截至', version: '数据版本', metric: '指标', filters: '条件', compare: '对比', asked: '查询', rows: '分组', records: '看记录', baseRecords: '看对比期的记录', ranking: '看考核排名', noRecords: '没有直接对应的记录。', denied: '您的令牌不能查看记录。', id: '标识', missing: '没有这个数字，可能通报已更新。', unknown: '不是已知的数', page: '单独打开',
    role: { VALUE: '本期', BASE: '对比期', CHANGE: '变化', PERCENT: '变化百分比', SHARE: '占比', RANK: '位次', COUNT: '个数' }, against: { previous_year: '与上年同期比', year_before_last: '与前年同期比', previous_period: '与上期比' },
  },
};
