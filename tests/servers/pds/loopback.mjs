// Preloaded before the servers: they listen on every interface and offer no setting for it.
// Whatever asks for a port without an address gets 127.0.0.1.
import net from 'node:net'

const LOOPBACK = '127.0.0.1'
const listen = net.Server.prototype.listen

function isPort(value) {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
}

net.Server.prototype.listen = function (...args) {
  const [first, second] = args
  if (isPort(first)) {
    const rest = typeof second === 'string' ? args.slice(2) : args.slice(1)
    return listen.call(this, first, LOOPBACK, ...rest)
  }
  if (first !== null && typeof first === 'object' && first.port !== undefined) {
    return listen.call(this, { ...first, host: LOOPBACK }, ...args.slice(1))
  }
  return listen.apply(this, args)
}
