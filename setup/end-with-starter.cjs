/**
 * Preloaded by NODE_OPTIONS=--require: ends the process and its children when whoever started it is gone.
 *
 * The starter holds the other end of file descriptor 3, which closes with it even when it is killed. The process
 * must lead a process group of its own. Its children preload this too, without effect.
 */
'use strict';

if (process.env.END_WITH_STARTER) {
	delete process.env.END_WITH_STARTER;
	const { Socket } = require('node:net');
	const starter = new Socket({ fd: 3 });
	starter.once('close', () => process.kill(-process.pid, 'SIGKILL'));
	starter.on('error', () => starter.destroy());
	starter.resume();
	starter.unref();
}
