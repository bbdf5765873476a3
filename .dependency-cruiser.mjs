// The fences between folders (docs: README, "Map of the folders"). Every rule says what to do instead.

const PURE =
  '^electron/engine/(trackers/(find-references|css-references|judge-reference|unwrap-link|receipts)|sync/plan-sync|remote-content/(trust-policy|message-trust|verify-identity|learn-authserv|rule-file)|discovery/(known-providers|read-autoconfig|choose-service)|sign-in/grant)\\.ts$'
const TESTS = '\\.test\\.tsx?$'
const SOCKET_MODULES =
  '^(node:)?(net|tls|http|https|http2|dgram|dns|dns/promises)$|^node_modules/(undici|imapflow|socks|oauth4webapi)/'

const never = (name, comment, from, to) => ({
  name,
  severity: 'error',
  comment,
  from: { pathNot: TESTS, ...from },
  to,
})

export default {
  forbidden: [
    never(
      'no-circular',
      'Two files that need each other are one thing, or miss a third. Move what both need into its own file.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    never(
      'shared-runs-anywhere',
      'shared/ may import zod and birpc only. Put code that needs more into the process that runs it.',
      { path: '^shared/' },
      { pathNot: '^shared/|^node_modules/(zod|birpc)/' },
    ),
    never(
      'pure-stays-pure',
      'parse/, trackers/ and pure files take values and return values. Read files, sockets, the store and the clock in the caller, and pass what was read.',
      { path: ['^electron/engine/(parse|trackers|threading)/', PURE] },
      {
        path: '^(node:)?(fs|fs/promises|net|tls|http|https|dns|child_process|worker_threads)$|^electron/engine/(store|network|sync|procedures|hosts|engine\\.ts)|^node_modules/(better-sqlite3|undici|imapflow)/',
      },
    ),
    never(
      'store-knows-only-rows',
      'store/ turns rows into models. What has to be fetched or parsed first is passed in by its caller; which mails belong together, threading/ decides from rows.',
      { path: '^electron/engine/store/' },
      { path: '^electron/engine/(?!store/|threading/)', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'one-door',
      'Only network/ opens sockets (wall 5). Ask guarded-fetch or open-imap.',
      { path: '^(electron|shared)/', pathNot: ['^electron/engine/(network|testing)/', TESTS] },
      { path: SOCKET_MODULES, dependencyTypesNot: ['type-only'] },
    ),
    never(
      'network-keeps-nothing',
      'network/ moves bytes. Storing them is the business of sync/ and remote-content/.',
      { path: '^electron/engine/network/' },
      { path: '^electron/engine/(?!network/|log/|testing/)' },
    ),
    never(
      'workers-meet-in-engine',
      'sync/, operations/, remote-content/ and receipts/ do not know each other. engine.ts wires them.',
      { path: '^electron/engine/(sync|operations|remote-content|receipts)/' },
      {
        path: '^electron/engine/(sync|operations|remote-content|receipts)/',
        pathNot: '^electron/engine/$1/',
      },
    ),
    never(
      'procedures-then-engine-then-hosts',
      'The order is procedures, engine.ts, hosts. What both need belongs further in.',
      { path: '^electron/engine/(?!hosts/)', pathNot: [TESTS, '^electron/engine/testing/'] },
      { path: '^electron/engine/hosts/' },
    ),
    never(
      'engine-without-electron',
      'The engine runs in plain Node too. Let electron/main do it and pass it in through a host.',
      { path: '^(electron/engine|shared|renderer)/' },
      { path: '^node_modules/electron/|^electron$|^electron/(main|preload)/' },
    ),
    never(
      'main-is-a-shell',
      'main knows no mail. Ask the engine through a port.',
      { path: '^electron/(main|preload)/' },
      { path: '^(electron/engine|renderer)/' },
    ),
    never(
      'renderer-asks-the-engine',
      'The page reaches mail only through engine-client.ts and the contract.',
      { path: '^renderer/' },
      { path: '^electron/|^(node:)?(fs|path|net|http|https|crypto|child_process|worker_threads)$|^node:' },
    ),
    never(
      'features-stand-alone',
      'A feature never imports a feature: app.tsx composes them; what two share goes to ui/ or format/.',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/([^/]+)/', pathNot: '^renderer/features/$1/' },
    ),
    never(
      'product-without-tests',
      'testing/ and e2e/ are for tests, the demo and the bench.',
      { path: '^(shared|renderer|electron)/', pathNot: [TESTS, '^electron/engine/testing/'] },
      { path: '^(e2e|electron/engine/testing)/' },
    ),
    never('resolves', 'This import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    // TypeScript 7 has no compiler API that dependency-cruiser could use: it would cruise 0 modules.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|\\.tsbuild)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
