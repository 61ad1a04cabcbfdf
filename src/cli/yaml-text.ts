import { plainText } from '../report/text/plain-text.js';

/** A text as YAML; quoted unless it is as plain as names usually are. */
export function yamlText(text: string): string {
  const plain =
    /^[a-zA-Z][\w/.-]*(:\w+)?$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text);
  return plain ? text : JSON.stringify(plainText(text));
}
