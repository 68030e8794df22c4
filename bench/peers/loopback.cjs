// Loaded before a peer: whatever listens in its process listens on 127.0.0.1 alone, also where it has no option for that.
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  const told = rest.filter((each) => typeof each === "function");
  return listen.call(this, { port: Number(port?.port ?? port), host: "127.0.0.1" }, ...told);
};
