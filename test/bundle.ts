import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

/** What esbuild makes of some files of the project: which file goes into which chunk, and what loads what. */
export async function bundle(entryPoints: readonly string[]): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: [...entryPoints],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outdir: 'nowhere',
    write: false,
    metafile: true,
  });
  return metafile;
}
