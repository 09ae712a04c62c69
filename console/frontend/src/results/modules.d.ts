// What the bundler loads beside scripts.
declare module "*.rq" {
  const text: string;
  export default text;
}
