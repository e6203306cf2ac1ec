import type { Command } from 'commander'
import { rotateKeys } from '../communities/rotate-keys.ts'
import { logged } from './logged.ts'
import { inSession, type Run } from './session.ts'

export function addVaultKeyCommands(program: Command, run: Run): void {
  program
    .command('keys')
    .description('密钥 · the keys that personal data is sealed with')
    .command('rotate')
    .description('换用新密钥并重新加密,服务须先停止;中断后可再次执行 · seal everything with a new key; stop the service first; may be run again')
    .action((_options, command: Command) =>
      inSession(run, command, async (session) => {
        const { service, keysFile, terminal } = session
        const bar = terminal.progress({ zh: '重新加密', en: 'Sealing anew' })
        const what = { communityId: '', operation: 'rotateKeys', subject: (rotated: { key: string }) => `key:${rotated.key}` }
        const { key, rows } = await logged(session, what, () =>
          rotateKeys({ store: service.bank.store, file: keysFile, now: service.clock.now() }, (done) => bar.update(done))
        )
        bar.stop()
        terminal.result({ key, rows }, () =>
          terminal.say(`现用密钥 ${key},已重新加密 ${rows} 行;请备份密钥文件 ${keysFile}`, `The key is now ${key}; ${rows} rows sealed anew. Back up the file of keys ${keysFile}`)
        )
      })
    )
}
