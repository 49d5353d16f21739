// What users of CommonJS write; it only has to compile.

import nnc = require("nnc");

async function main(): Promise<void> {
  const opened: nnc.Nnc = await nnc.open({ path: "data" });
  const routers: ReadonlyArray<nnc.Router> = await opened.routers();
  console.log(routers[0]?.name, nnc.OnFailure.CLOSED, await nnc.version());
}

main().catch((error: unknown) => {
  if (error instanceof nnc.NncError) console.log(error.code);
});
