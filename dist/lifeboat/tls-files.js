import { g as string } from "../dependencies/zod.js";
// src/runtime/tls-files.ts
/** Keys of a connection's `tls:` that name files. */
const tlsFiles = {
	caFile: string().min(1).optional().describe("Authority that signed the server's certificate, PEM. Default: the public authorities"),
	certFile: string().min(1).optional().describe("Client certificate, PEM"),
	keyFile: string().min(1).optional().describe("Key of the client certificate, PEM")
};
export { tlsFiles as t };
