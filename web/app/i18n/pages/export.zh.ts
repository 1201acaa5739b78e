export default {
  make: '新建导出', mine: '我的作业', wait: '{n}个未完成',
  sets: {
    title: '选择数据集', find: '按名称、代码或列名查找', none: '没有符合的数据集', other: '换一个数据集', rows: '{n}行', all: '共{n}个数据集', intro: '先选要带走的数据集：', missing: '没有数据集“{name}”，或您的令牌看不到它，请另选一个。',
    kinds: { RECORD: '记录（代码）', READABLE: '记录（含名称）', RESULT: '考核结果', FIGURE: '汇总指标', DIMENSION: '维度与词表' },
    kindHelp: { RECORD: '一行一条，代码不译，体积最小，适合入库', READABLE: '一行一条，代码旁附中文名称，适合直接看', RESULT: '已公布的考核结果与得分明细', FIGURE: '各月可加总的指标', DIMENSION: '代码对应的名称与上下级' },
  },
  columns: {
    title: '列', of: '已选{n} / {all}列', all: '全选', key: '只留主键', find: '筛选列', name: '列名', label: '名称', type: '类型', unit: '单位', from: '来源', isKey: '主键', sensitive: '敏感', denied: '敏感列：仅管理员可按名称导出', named: '敏感列，勾选即按名称导出，记入审计',
    vocabulary: '词表 {name}', dataSet: '数据集 {name}', caption: '数据集的列', more: '展开全部{n}列', less: '收起', pick: '导出列 {name}',
  },
  types: { open: '·可空', decimal: '小数（{places}位）', list: '列表', moment: '时间', date: '日期', bool: '是/否', integer: '整数', float: '浮点数', text: '文本' },
  rows: {
    title: '范围与条件', region: '行政区划', anyRegion: '可见范围内全部', sector: '行业领域', anySector: '全部行业', period: '期间', when: { all: '全部时间', period: '期间', days: '起止日期' }, by: '按“{column}”', from: '起', to: '止', tree: '按法定区划（默认按管理区划）',
    order: '排序', orderHelp: '不排序最快', byKey: '按主键', unordered: '不排序', asc: '升序', desc: '降序', addOrder: '再加一列', limit: '最多行数', limitHelp: '不填为全部', noPlace: '这个数据集不分区划、行业和时间，用下面的条件筛选。', noDate: '这个数据集没有日期。', version: '按数据版本 {n}', newest: '改用最新数据',
  },
  where: {
    title: '条件', placeholder: '例如 {example}', help: '输入列名或中文名会提示；回车生效，Shift+回车换行。', build: '逐条添加', column: '列', operator: '比较', value: '值', add: '加入条件', clear: '清空条件', suggestions: '提示', at: '第{line}行第{column}个字符：', and: '并且', or: '或者', join: '与已有条件',
    operators: { eq: '等于', ne: '不等于', gt: '大于', ge: '不小于', lt: '小于', le: '不大于', like: '包含', in: '是其中之一', has: '含有', null: '为空', known: '不为空', }, yes: '是', no: '否', several: '多个值用逗号隔开',
  },
  faults: {
    title: '这样问不了', early: '没有写完，或缺少另一半。', column: '没有“{name}”这一列。', near: '是不是 {names}？', full: '“{sign}”是全角符号，请改用半角。', quote: '“{sign}”不是这里用的引号，文本请写在半角单引号里：\'…\'。', open: '引号或括号没有配对。', stray: '“{sign}”放在这里读不懂。文本请加半角单引号。', sensitive: '含有敏感列，您的令牌不能导出；去掉这些列即可。',
    period: '没有这样的期间，请重选。', region: '没有这样的区划代码，请重选。', outside: '不在您的范围内，请改选自己的区划或行业。', workbook: '超过工作簿的行数上限（{rows}行）：请缩小范围，或改用 CSV、Parquet。', quota: '服务器留给导出作业的空间不够：请缩小范围，或先删除用过的作业。', open_jobs: '您未完成的作业太多：等一个完成，或取消一个。', disk: '服务器磁盘空间不够：请缩小范围，删除用过的作业，或告诉管理员。',
    at: { columns: '列', order: '排序', where: '条件', region: '行政区划', tree: '区划树', sector: '行业领域', period: '期间', from: '起始日期', to: '截止日期', limit: '最多行数', version: '数据版本', format: '格式', compression: '压缩', charset: '编码', bom: 'BOM' },
  },
  format: {
    title: '文件格式', compression: '压缩', charset: 'CSV 编码',
    names: { parquet: 'Parquet', xlsx: 'Excel 工作簿', csv: 'CSV', arrow: 'Arrow 流', arrow_file: 'Arrow 文件', jsonl: 'JSON 行' },
    help: {
      parquet: '最小，类型齐全；pandas、polars、DuckDB、Power BI 首选', xlsx: '直接用 Excel 打开，日期和数字都是真的，附说明页', csv: '什么程序都能读；类型要自己认', arrow: '边收边读，进程序最快，类型齐全', arrow_file: '即 Feather 2，可随机读取、内存映射', jsonl: '一行一个 JSON 对象，给脚本用；小数会被多数程序读成浮点数',
    },
    compressions: { ZSTD: '体积最小，较新的程序都支持', NONE: '不压缩，兼容性最好', LZ4: '最快，体积中等', SNAPPY: '老程序（如 Power BI）都支持', GZIP: '体积小，写得慢' },
    charsets: { utf8: 'UTF-8', bom: 'UTF-8 带 BOM', gb18030: 'GB 18030' }, charsetHelp: { utf8: '程序通用', bom: 'Excel 双击打开不乱码', gb18030: 'Excel 2003 等老程序用' },
    sheets: '超过{n}行会分成多张工作表。', most: '本服务器的工作簿最多{n}行。', leading: '代码前面的零在 Excel 打开 CSV 时会丢失，要保留请用工作簿。',
  },
  size: {
    title: '预计大小', rows: '行数', most: '不超过', bytes: '大小', time: '用时', parts: '分成', partsOf: '{n}个文件', version: '数据版本', about: '约{n}', slow: '按百兆网络估算', paced: '按上次下载的速度', none: '没有符合条件的行', inexact: '条件太费时，没有逐行计数：只知道不超过这么多行',
    now: '立即下载', job: '建为作业', nowHelp: '边生成边下载，断开要重来', jobHelp: '在服务器上分月生成，断了可续传', kept: '保留{time}', adviseNow: '不大，建议立即下载。', adviseJob: '较大，建议建为作业。', noStream: '浏览器要先放在内存里（经 HTTPS 打开本页可直接写盘），建议建为作业。', made: '作业已建立', same: '已有同样的作业，直接取用', wrong: '先改正标出的错误',
  },
  time: { second: '1秒左右', seconds: '约{n}秒', minutes: '约{n}分钟', hours: '约{n}小时' },
  preview: { title: '预览', of: '前{n}行', none: '没有符合条件的行', null: '空', nullHelp: '空：来源未说明', audit: '预览也是导出，记入审计', },
  code: { title: '照抄代码', intro: '与上面的选择完全一致；令牌放在环境变量 ANLAN_TOKEN 里，不写进代码。', open: '与上面的选择完全一致；这台服务器不要令牌。', newest: '取运行代码时最新的数据；要每次相同，请先选定数据版本。', copy: '复制', copied: '已复制', failed: '浏览器不让复制，请手工选中', flight: '主机名按本页地址填写，经代理访问时请向管理员确认。', token: '把 TOKEN 换成您的令牌；凭据选“匿名”。', link: '复制本页链接', },
  downloads: {
    title: '下载', asking: '等待服务器…', reading: '下载中', proving: '核对中', done: '完整', broken: '不完整，已丢弃', cancelled: '已取消', of: '{done} / 约{all}', ofExact: '{done} / {all}', speed: '{n}/秒', left: '还要{time}', cancel: '取消', again: '重新下载', dismiss: '从列表去掉', disk: '已写入磁盘', memory: '在浏览器的下载文件夹', proven: 'SHA-256 与服务器一致', unproven: '字节数与服务器一致', whole: '传输完整结束', resumed: '断开后已续传', rows: '{n}行', clear: '清除已结束的',
    cut: '传到{at}时断开。', refused: '没有下载', reconnecting: '断开，正在重连…', brokenHelp: '文件没有传完，不会留下半个文件。再试一次；经常断开就建为作业，可以续传。',
  },
  jobs: {
    none: '还没有作业。大的数据集建为作业，在服务器上分成文件生成，断了可以续传。', intro: '作业在服务器上生成文件，到期自动删除。', states: { QUEUED: '排队', RUNNING: '生成中', DONE: '完成', FAILED: '失败', CANCELLED: '已取消', EXPIRED: '已过期' },
    created: '建立', expires: '到期', left: '还剩{time}', version: '版本 {n}', parts: '{done} / {all}个文件', rows: '{n}行', files: '文件', file: '文件名', size: '大小', count: '行数', sha: 'SHA-256', get: '下载', manifest: '清单', manifestHelp: '证明文件齐全、未被改动', all: '全部下载到文件夹', allOne: '依次下载全部', script: '复制下载脚本', cancel: '取消作业', delete: '删除', deleteSure: '删除这个作业和它的文件？', cancelSure: '取消这个作业？已生成的文件也会删除。', yes: '确定', no: '不',
    again: '重建', againHelp: '按同样的条件再做一次', columns: '{n}列', why: { EXPIRED: '保留期已过，文件已删除，可按原条件重建。', CANCELLED: '已取消，文件已删除，可按原条件重建。', QUEUED: '等待再试。', RUNNING: '' }, later: '已有新版本 {n}', edit: '改条件', editHelp: '把条件带回“新建导出”', failed: '没有做成', more: '更早的', everything: '全部数据', close: '收起', deleted: '已删除', caption: '作业的文件', ordered: '排序 {order}', limited: '最多{n}行', gone: '没有这个作业，可能已删除', day: '{n}天', hour: '{n}小时', folder: '{n}个文件已在文件夹“{name}”里', folderPart: '{done} / {all}个文件已下载，再点一次只取缺的',
  },
};
