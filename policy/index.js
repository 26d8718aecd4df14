// Pulumi's runner of policy packs compiles no TypeScript of an ES module; Node.js strips the types itself.
import "./pack.ts";
