import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import { keptOr } from '../../model/once-for.js';
import { logInTo, proxyFor, type Proxy } from './proxies.js';

/** The way to a server: straight, or through a proxy. */
export interface Route {
  readonly dispatcher: Dispatcher;
  readonly proxy?: Proxy;
}

export interface Routes {
  /** Throws UserError for a proxy that cannot be used. */
  readonly to: (url: string) => Route;
  /** Ends all connections, also those that never came about. */
  readonly close: () => Promise<void>;
}

/** The ways that the environment's proxies leave, with one pool of connections each. */
export function routesOf(env: Readonly<Record<string, string | undefined>>): Routes {
  const straight: Route = { dispatcher: new Agent() };
  const through = new Map<string, Route>();
  const routeBy = (proxy: Proxy): Route =>
    keptOr(through, proxy.address.href, () => ({ dispatcher: agentOf(proxy), proxy }));
  return {
    to: (url) => {
      const proxy = proxyFor(new URL(url), env);
      return proxy ? routeBy(proxy) : straight;
    },
    close: async () => {
      const all = [straight, ...through.values()];
      await Promise.all(all.map(({ dispatcher }) => dispatcher.destroy()));
    },
  };
}

/** The log-in goes as a header of ours: undici leaves out a name without a password, and throws at a stray percent sign. */
function agentOf(proxy: Proxy): ProxyAgent {
  const token = logInTo(proxy);
  return new ProxyAgent({ uri: proxy.address.origin, ...(token === undefined ? {} : { token }) });
}
